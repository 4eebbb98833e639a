using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Verification.BoMrl;

/// <summary>Algorithm 1 of bo-mrl on two tasks of two states and two actions: the gradient of one drawn task per iteration, the exact
/// gradient of both to be measured.</summary>
internal sealed class AscentFamily
{
    private const int States = 2;
    private const int Actions = 2;
    private const int Count = 2;

    private readonly TabularTask[] _tasks;
    private readonly RandomKey _key;

    /// <summary>A family under a divergence, with the smallest λ that the theorems allow: 2A, for D₃ 7A (they ask for more than
    /// 6A).</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    public AscentFamily(RandomKey key, ProximalDivergence divergence)
    {
        _key = key;
        TabularMdp[] tasks = RandomTables.Family(key, Count, States, Actions, (Discount, 0.5));
        Advantage = tasks.Max(Largest);
        Reward = tasks.Max(mdp => mdp.Rewards.ToArray().Max(Math.Abs));
        Strength = (divergence == ProximalDivergence.Parameters ? 7 : 2) * Advantage;
        var rule = new TabularOptions { Divergence = divergence, Strength = Strength };
        _tasks = [.. tasks.Select(mdp => new TabularTask(mdp, rule))];
        Printed = ConvergenceBound.Printed(divergence, Strength, Advantage, Reward, Discount);
        Mended = ConvergenceBound.Mended(divergence, Strength, Advantage, Reward, Discount);
    }

    /// <summary>γ of the family.</summary>
    public const double Discount = 0.3;

    /// <summary>Largest |A| of any policy in any task.</summary>
    public double Advantage { get; }

    /// <summary>Largest |r|.</summary>
    public double Reward { get; }

    /// <summary>Strength λ.</summary>
    public double Strength { get; }

    /// <summary>The theorem's constants as printed.</summary>
    public ConvergenceBound Printed { get; }

    /// <summary>The theorem's constants mended.</summary>
    public ConvergenceBound Mended { get; }

    /// <summary>Mean of ‖∇F‖² over an ascent from φ = 0.</summary>
    /// <param name="iterations">Iterations T ≥ 1.</param>
    /// <param name="stepSize">Step size α.</param>
    public double MeanSquare(int iterations, double stepSize)
    {
        double[] logits = new double[States * Actions];
        RandomKey draws = _key.Derive(RandomPurpose.TaskBatch);
        double sum = 0;
        for (int t = 0; t < iterations; t++)
        {
            double[][] gradients = [.. _tasks.Select(task => task.Differentiate(logits).Gradient)];
            sum += Square([.. gradients[0].Zip(gradients[1], (x, y) => 0.5 * (x + y))]);
            double[] drawn = gradients[draws.Integer((ulong)t, Count)];
            for (int p = 0; p < logits.Length; p++)
            {
                logits[p] += stepSize * drawn[p];
            }
        }

        return sum / iterations;
    }

    /// <summary>Largest curvature of F at φ = 0: Frobenius norm of its Hessian.</summary>
    public double Curvature()
    {
        double[][] hessian = Slopes.Of(
            x => [.. _tasks[0].Differentiate(x).Gradient.Zip(_tasks[1].Differentiate(x).Gradient, (a, b) => 0.5 * (a + b))],
            new double[States * Actions]);
        return Math.Sqrt(hessian.Sum(Square));
    }

    /// <summary>Largest |A| of any policy: linear-fractional in each state's probabilities, so it is met by a deterministic one.</summary>
    private static double Largest(TabularMdp mdp)
    {
        double largest = 0;
        for (int code = 0; code < 4; code++)
        {
            int first = code % 2;
            int second = code / 2;
            double[] policy = [1 - first, first, 1 - second, second];
            largest = Math.Max(largest, mdp.Evaluate(policy).Advantages.ToArray().Max(Math.Abs));
        }

        return largest;
    }

    private static double Square(double[] x) => x.Sum(a => a * a);
}
