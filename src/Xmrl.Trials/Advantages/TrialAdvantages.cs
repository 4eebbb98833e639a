using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Objectives;

namespace Xmrl.Trials.Advantages;

/// <summary>Returns, values and advantages of the trials of one block. The value is linear in <see cref="TrialFeatures"/> and fitted over
/// all blocks of an iteration, whose sums a caller adds up between <see cref="Sums"/> and <see cref="Estimate"/>.</summary>
internal sealed class TrialAdvantages
{
    /// <summary>Ridge of the fit (Duan et al. 2016, the linear feature baseline).</summary>
    public const double Ridge = 1e-5;

    private readonly TrialFeatures _features;
    private readonly GaeOptions _gae;
    private readonly TrialCredit _credit;
    private readonly TrialEnd _end;
    private readonly Real[] _rewards;
    private readonly int[] _starts;
    private readonly int[] _trials;
    private readonly Real[][] _rows;
    private readonly Real[][] _finalRows;

    /// <summary>Prepares the trials of a block.</summary>
    /// <param name="features">The features.</param>
    /// <param name="options">Discount, trace, credit and end.</param>
    /// <param name="rollouts">The trials, in the order of the block.</param>
    /// <param name="block">The block, for the columns of its memory.</param>
    /// <param name="memories">Memory after every column, shape [M, columns]; empty where the features have none.</param>
    public TrialAdvantages(
        TrialFeatures features, TrialCreditOptions options, IReadOnlyList<Rollout> rollouts, TrialBlock block, ReadOnlySpan<Real> memories)
    {
        _features = features;
        _gae = options.Gae;
        _credit = options.Credit;
        _end = options.End;
        int samples = rollouts.Sum(rollout => rollout.Samples);
        _rewards = new Real[samples];
        _rows = new Real[samples][];
        var starts = new List<int> { 0 };
        var trials = new List<int> { 0 };
        var finals = new List<Real[]>();
        int next = 0;
        foreach (Rollout rollout in rollouts)
        {
            rollout.Rewards.CopyTo(_rewards.AsSpan(next));
            for (int first = 0; first < rollout.Trajectories; first += options.Trajectories)
            {
                finals.Add(Describe(rollout, first, options.Trajectories, block, finals.Count, memories, next));
                for (int e = 0; e < options.Trajectories; e++)
                {
                    next += rollout.Starts[first + e + 1] - rollout.Starts[first + e];
                    starts.Add(next);
                }

                trials.Add(next);
            }
        }

        _finalRows = [.. finals];
        _starts = [.. starts];
        _trials = [.. trials];
    }

    /// <summary>Number of samples.</summary>
    public int Samples => _rewards.Length;

    /// <summary>Number of features of the value.</summary>
    public int FeatureCount => _features.Count;

    /// <summary>Advantages of the last <see cref="Estimate"/>, trial after trial. Shape [samples].</summary>
    public Real[] Values { get; private set; } = [];

    /// <summary>Where each trajectory ends as far as credit goes.</summary>
    private int[] Credited => _credit == TrialCredit.Trial ? _trials : _starts;

    /// <summary>The normal equations of the value on this block's samples: targets are the discounted returns that credit allows.</summary>
    /// <param name="regression">Memory of the worker; cleared here.</param>
    /// <param name="sums">Receives the sums. Shape [SumsLength].</param>
    public void Sums(RidgeRegression regression, Span<double> sums)
    {
        var returns = new Real[Samples];
        var ended = new bool[Credited.Length - 1];
        DiscountedReturns.Compute(
            new PackedTrajectories { Rewards = _rewards, Starts = Credited, Terminated = ended }, _gae.Discount, returns);
        regression.Clear();
        for (int i = 0; i < Samples; i++)
        {
            regression.Add(_rows[i], returns[i]);
        }

        regression.CopySums(sums);
    }

    /// <summary>Advantages under fitted values.</summary>
    /// <param name="coefficients">Coefficients of the value. Shape [features].</param>
    public void Estimate(ReadOnlySpan<double> coefficients)
    {
        int[] ends = Credited;
        var values = new Real[Samples];
        for (int i = 0; i < Samples; i++)
        {
            values[i] = Predict(coefficients, _rows[i]);
        }

        var terminated = new bool[ends.Length - 1];
        Array.Fill(terminated, _end == TrialEnd.Terminal);
        var finals = new Real[terminated.Length];
        for (int j = 0; _end == TrialEnd.Bootstrap && j < finals.Length; j++)
        {
            finals[j] = Predict(coefficients, _finalRows[j]);
        }

        Values = new Real[Samples];
        GeneralizedAdvantage.Compute(
            new PackedTrajectories { Rewards = _rewards, Starts = ends, Terminated = terminated }, values, finals, _gae, Values);
    }

    /// <summary>Writes advantages and weights into the block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="weights">Weight of every sample of each trial. Shape [B].</param>
    /// <param name="centre">Subtracted from every advantage.</param>
    /// <param name="factor">Multiplies what is left.</param>
    public void Write(TrialBlock block, ReadOnlySpan<double> weights, double centre, double factor)
    {
        for (int trial = 0; trial < block.Trials; trial++)
        {
            for (int i = _trials[trial]; i < _trials[trial + 1]; i++)
            {
                int column = block.Column(trial, i - _trials[trial]);
                block.Weights[column] = (Real)weights[trial];
                block.Advantages[column] = (Real)(weights[trial] * factor * (Values[i] - centre));
            }
        }
    }

    private static Real Predict(ReadOnlySpan<double> coefficients, Real[] row)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += coefficients[i] * row[i];
        }

        return (Real)sum;
    }

    /// <summary>Fills the features of one trial's samples.</summary>
    /// <returns>Those of what came after its last step; empty where nothing does.</returns>
    private Real[] Describe(
        Rollout rollout, int first, int trajectories, TrialBlock block, int trial, ReadOnlySpan<Real> memories, int next)
    {
        ConstMatrix observations = rollout.Observations;
        var observation = new Real[observations.Rows];
        var memory = new Real[memories.Length / block.Columns];
        double earned = 0;
        double last = 0;
        int start = rollout.Starts[first];
        int end = rollout.Starts[first + trajectories];
        for (int sample = start; sample < end; sample++)
        {
            observations.CopyColumn(sample, observation);
            _rows[next + sample - start] = Row(sample - start, memories);
            last = rollout.Rewards[sample];
            earned += last;
        }

        if (_end == TrialEnd.Terminal)
        {
            return [];
        }

        rollout.FinalObservations.CopyColumn(first + trajectories - 1, observation);
        return Row(end - start, memories);

        Real[] Row(int step, ReadOnlySpan<Real> numbers)
        {
            var row = new Real[_features.Count];
            for (int m = 0; m < memory.Length; m++)
            {
                memory[m] = numbers[(m * block.Columns) + block.Column(trial, step)];
            }

            _features.Fill(step, observation, earned, last, memory, row);
            return row;
        }
    }
}
