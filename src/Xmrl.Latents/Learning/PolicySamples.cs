using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Latents.Trials;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;

namespace Xmrl.Latents.Learning;

/// <summary>The steps of an iteration as the policy learns from them, as columns: trial after trial.</summary>
internal sealed class PolicySamples
{
    private readonly int[] _starts;
    private readonly Real[] _rewards;

    /// <summary>Gathers the steps.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="parameters">θ, whose normalisation applies. Shape [P].</param>
    /// <param name="trials">The trials.</param>
    /// <param name="weights">Weight of one step of each trial.</param>
    public PolicySamples(
        LatentLearner learner, ReadOnlySpan<Real> parameters, IReadOnlyList<LatentTrial> trials, IReadOnlyList<double> weights)
    {
        LatentNetworks networks = learner.Networks;
        EnvironmentSpec spec = networks.Spec;
        Count = trials.Sum(trial => trial.Steps);
        _starts = new int[trials.Count + 1];
        _rewards = new Real[Count];
        Features = new Real[networks.FeatureSize * Count];
        Times = new Real[Count];
        Weights = new double[Count];
        var actions = new Matrix(new Real[spec.ActionSize * Count], spec.ActionSize, Count);
        double horizon = (double)learner.Options.Trajectories * spec.Horizon;
        Real factor = networks.RewardScale.Of(parameters)[0];
        Real bound = (Real)RunningMoments.Bound;
        int column = 0;
        for (int j = 0; j < trials.Count; j++)
        {
            LatentTrial trial = trials[j];
            for (int t = 0; t < trial.Steps; t++, column++)
            {
                for (int i = 0; i < networks.FeatureSize; i++)
                {
                    Features[(i * Count) + column] = trial.Features[(t * networks.FeatureSize) + i];
                }

                for (int a = 0; a < spec.ActionSize; a++)
                {
                    actions[a, column] = trial.Actions[(t * spec.ActionSize) + a];
                }

                _rewards[column] = Math.Clamp(factor * trial.LearnedRewards[t], -bound, bound);
                Times[column] = (Real)(t / horizon);
                Weights[column] = weights[j];
            }

            _starts[j + 1] = column;
        }

        var features = new Matrix(Features, networks.FeatureSize, Count);
        FeatureNormalizer.Apply(networks, parameters, features, features);
        Actions = new Real[networks.Policy.EncodedActionSize * Count];
        networks.Policy.EncodeActions(actions, new Matrix(Actions, networks.Policy.EncodedActionSize, Count));
        Values = new Real[Count];
        LogProbabilities = new Real[Count];
        Advantages = new Real[Count];
        Targets = new Real[Count];
    }

    /// <summary>n, all steps.</summary>
    public int Count { get; }

    /// <summary>Normalised inputs of the policy. Shape [F, n].</summary>
    public Real[] Features { get; }

    /// <summary>Encoded actions. Shape [encoded size, n].</summary>
    public Real[] Actions { get; }

    /// <summary>Time within the trial, t/T in [0, 1). Shape [n].</summary>
    public Real[] Times { get; }

    /// <summary>Weight of every step. Shape [n].</summary>
    public double[] Weights { get; }

    /// <summary>V before the iteration; to be written before <see cref="Estimate"/>. Shape [n].</summary>
    public Real[] Values { get; }

    /// <summary>ln π before the iteration. Shape [n].</summary>
    public Real[] LogProbabilities { get; }

    /// <summary>Standardised advantages. Shape [n].</summary>
    public Real[] Advantages { get; }

    /// <summary>λ-returns, which the value is to become. Shape [n].</summary>
    public Real[] Targets { get; }

    /// <summary>One over the deviation of the advantages; 0 where they say nothing of actions.</summary>
    public double Factor { get; private set; }

    /// <summary>Advantages over whole trials, whose end is the end of all credit, standardised.</summary>
    /// <param name="options">Discount and trace.</param>
    public void Estimate(GaeOptions options)
    {
        var ended = new bool[_starts.Length - 1];
        Array.Fill(ended, true);
        GeneralizedAdvantage.Compute(
            new PackedTrajectories { Rewards = _rewards, Starts = _starts, Terminated = ended }, Values, new Real[ended.Length], options,
            Advantages);
        double sum = 0;
        double square = 0;
        for (int i = 0; i < Count; i++)
        {
            Targets[i] = Values[i] + Advantages[i];
            sum += Advantages[i];
            square += (double)Advantages[i] * Advantages[i];
        }

        double centre = sum / Count;
        double variance = Math.Max(0, (square / Count) - (centre * centre));
        Factor = variance > Meta.Trials.TrialRow.Resolution * ((square / Count) + double.Epsilon) ? 1 / Math.Sqrt(variance) : 0;
        for (int i = 0; i < Count; i++)
        {
            Advantages[i] = (Real)((Advantages[i] - centre) * Factor);
        }
    }
}
