using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Verification;

/// <summary>Two states, two actions, two steps: 16 trajectories (8 where the start is certain), which can all be listed, so that
/// expectations are sums. The policy is a softmax of one-hot states with biases: six parameters, W(a, s) row by row, then b(a).</summary>
internal sealed class TabularProblem
{
    public const int Parameters = 6;

    public const double Discount = 0.9;

    /// <summary>The policy as the library has it.</summary>
    public static readonly CategoricalMlpPolicy Policy = new(
        new CategoricalMlpShape { ObservationSize = 2, Choices = 2, HiddenSizes = [] });

    /// <summary>Where the checks look.</summary>
    public static readonly Real[] Theta = [(Real)0.3, (Real)(-0.4), (Real)0.5, (Real)0.1, (Real)(-0.2), (Real)0.6];

    private static readonly double[,] Rewards = { { 1, -0.5 }, { 0.3, 2 } };
    private static readonly double[,] ToStateOne = { { 0.2, 0.7 }, { 0.9, 0.4 } };
    private static readonly double[] Values = [0.8, -1.7];

    private readonly double _startInOne;

    /// <summary>A start.</summary>
    /// <param name="startInOne">Chance of the second state at the start, in (0, 1].</param>
    public TabularProblem(double startInOne)
    {
        _startInOne = startInOne;
        int[] both = [0, 1];
        Trajectories =
        [
            .. from s0 in both where s0 == 1
                || startInOne < 1 from a0 in both from s1 in both from a1 in both select new Trajectory(s0, a0, s1, a1),
        ];
    }

    public IReadOnlyList<Trajectory> Trajectories { get; }

    /// <summary>θ as variables to differentiate by.</summary>
    public static Jet[] Variables(Real[] theta) => Jet.Variables([.. theta.Select(x => (double)x)]);

    /// <summary>All ordered batches of so many trajectories.</summary>
    public IEnumerable<Trajectory[]> Batches(int size) => size == 0
        ? [[]]
        : Batches(size - 1).SelectMany(batch => Trajectories.Select(trajectory => (Trajectory[])[.. batch, trajectory]));

    /// <summary>q(D; θ).</summary>
    public Jet Probability(Jet[] theta, Trajectory[] batch)
        => batch.Select(t => Nature(t) * (Choice(theta, t.S0, t.A0) * Choice(theta, t.S1, t.A1))).Aggregate((x, y) => x * y);

    /// <summary>J(θ).</summary>
    public Jet Return(Jet[] theta) => Jet.Sum(Trajectories.Select(t => ToGo(t)[0] * Probability(theta, [t])));

    /// <summary>V_K(θ) = E_D0…[J(θ_K)]: the expected return after so many stochastic steps on batches of a size.</summary>
    public Jet Adapted(Jet[] theta, double stepSize, int steps, int size) => steps == 0
        ? Return(theta)
        : Jet.Sum(
            Batches(size).Select(batch => Probability(theta, batch) * Adapted(Step(theta, stepSize, batch), stepSize, steps - 1, size)));

    /// <summary>θ + α·(1/|D|) Σ_τ Σ_h ∇ln π(a_h|s_h) R_h.</summary>
    public static Jet[] Step(Jet[] theta, double stepSize, Trajectory[] batch)
    {
        Jet[] result = [.. theta];
        foreach (Trajectory t in batch)
        {
            double[] toGo = ToGo(t);
            Jet[] first = ActionScore(theta, t.S0, t.A0);
            Jet[] second = ActionScore(theta, t.S1, t.A1);
            for (int i = 0; i < Parameters; i++)
            {
                result[i] += (stepSize / batch.Length) * ((toGo[0] * first[i]) + (toGo[1] * second[i]));
            }
        }

        return result;
    }

    /// <summary>The samples as the library takes them; the weight 1/|D| is in advantages, rewards and baselines.</summary>
    public static SampleBatch Samples(Trajectory[] batch)
    {
        var samples = new SampleBatch(2, 2, [.. Enumerable.Range(0, batch.Length + 1).Select(j => 2 * j)]);
        var actions = new Real[samples.Samples];
        Matrix observations = samples.Observations;
        for (int j = 0; j < batch.Length; j++)
        {
            Trajectory t = batch[j];
            double[] toGo = ToGo(t);
            for (int h = 0; h < 2; h++)
            {
                int i = (2 * j) + h;
                int state = h == 0 ? t.S0 : t.S1;
                observations[state, i] = 1;
                actions[i] = h == 0 ? t.A0 : t.A1;
                samples.Advantages[i] = (Real)(toGo[h] / batch.Length);
                samples.DiscountedRewards[i] = (Real)((h == 0 ? toGo[0] - toGo[1] : toGo[1]) / batch.Length);
                samples.DiscountedBaselines[i] = (Real)(Math.Pow(Discount, h) * Values[state] / batch.Length);
            }
        }

        Policy.EncodeActions(new ConstMatrix(actions, 1, actions.Length), samples.Actions);
        return samples;
    }

    /// <summary>∇ln π_θ(a|s).</summary>
    public static Jet[] ActionScore(Jet[] theta, int state, int action)
    {
        var score = new Jet[Parameters];
        for (int a = 0; a < 2; a++)
        {
            Jet delta = (-1.0 * Choice(theta, state, a)) + (a == action ? 1 : 0);
            score[4 + a] = delta;
            score[(2 * a) + state] = delta;
            score[(2 * a) + 1 - state] = 0.0 * delta;
        }

        return score;
    }

    /// <summary>R_h = Σ_{t≥h} γᵗ r_t.</summary>
    public static double[] ToGo(Trajectory t)
    {
        double last = Discount * Rewards[t.S1, t.A1];
        return [Rewards[t.S0, t.A0] + last, last];
    }

    /// <summary>π_θ(a|s).</summary>
    public static Jet Choice(Jet[] theta, int state, int action)
    {
        Jet[] weights = [.. Enumerable.Range(0, 2).Select(a => Jet.Exp(theta[(2 * a) + state] + theta[4 + a]))];
        return weights[action] / (weights[0] + weights[1]);
    }

    private double Nature(Trajectory t)
        => (t.S0 == 1 ? _startInOne : 1 - _startInOne) * (t.S1 == 1 ? ToStateOne[t.S0, t.A0] : 1 - ToStateOne[t.S0, t.A0]);

    /// <summary>s₀, a₀, s₁, a₁.</summary>
    public readonly record struct Trajectory(int S0, int A0, int S1, int A1);
}
