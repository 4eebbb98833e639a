using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;

namespace Xmrl.Trials.Context;

/// <summary>What the collection of one task gives to all processes, as numbers: returns, and every step.</summary>
/// <param name="spec">Sizes of the environment.</param>
/// <param name="row">The row. Shape [<see cref="Width"/>].</param>
internal readonly ref struct CollectionRow(EnvironmentSpec spec, Span<double> row)
{
    private const int HeadLength = 6;
    private const int StartBit = 1;
    private const int TerminatedBit = 2;
    private const int ContextBit = 4;
    private const int ClearBit = 8;

    private readonly Span<double> _row = row;

    /// <summary>Steps so far.</summary>
    public int Steps => (int)_row[0];

    /// <summary>Sum of the returns under latents of the prior.</summary>
    public ref double PriorReturns => ref _row[1];

    /// <summary>Trajectories under latents of the prior.</summary>
    public ref double PriorCount => ref _row[2];

    /// <summary>Sum of the returns under latents of the posterior.</summary>
    public ref double PosteriorReturns => ref _row[3];

    /// <summary>Trajectories under latents of the posterior.</summary>
    public ref double PosteriorCount => ref _row[4];

    /// <summary>Successful trajectories under latents of the posterior.</summary>
    public ref double Successes => ref _row[5];

    private int StepLength => (2 * spec.ObservationSize) + spec.ActionSize + 3;

    /// <summary>Length of a row.</summary>
    /// <param name="spec">Sizes of the environment.</param>
    /// <param name="steps">Most steps.</param>
    public static int Width(EnvironmentSpec spec, int steps) => checked(HeadLength + (steps * new CollectionRow(spec, []).StepLength));

    /// <summary>Adds a trajectory.</summary>
    /// <param name="episode">The trajectory.</param>
    /// <param name="isContext">Whether it joins the context.</param>
    /// <param name="clears">Whether the context begins anew with it.</param>
    public void Add(Episode episode, bool isContext, bool clears)
    {
        for (int t = 0; t < episode.Steps; t++)
        {
            Span<double> step = At(Steps);
            int at = 0;
            Put(episode.Observation(t), step, ref at);
            Put(episode.Action(t), step, ref at);
            Put(episode.Observation(t + 1), step, ref at);
            step[at++] = episode.Rewards[t];
            step[at++] = episode.ValueRewards[t];
            step[at] = (t == 0 ? StartBit : 0)
                | (episode.Terminated && t == episode.Steps - 1 ? TerminatedBit : 0)
                | (isContext ? ContextBit : 0)
                | (clears && t == 0 ? ClearBit : 0);
            _row[0]++;
        }
    }

    /// <summary>Appends all steps to a replay.</summary>
    /// <param name="buffer">The replay.</param>
    public void AppendTo(ReplayBuffer buffer)
    {
        (int o, int a) = (spec.ObservationSize, spec.ActionSize);
        var numbers = new Real[StepLength - 1];
        for (int i = 0; i < Steps; i++)
        {
            ReadOnlySpan<double> step = At(i);
            for (int k = 0; k < numbers.Length; k++)
            {
                numbers[k] = (Real)step[k];
            }

            int flags = (int)step[^1];
            if ((flags & ClearBit) != 0)
            {
                buffer.ClearContext();
            }

            buffer.Append(new ReplayStep
            {
                Observation = numbers.AsSpan(0, o),
                Action = numbers.AsSpan(o, a),
                Next = numbers.AsSpan(o + a, o),
                Reward = numbers[^2],
                ValueReward = numbers[^1],
                IsStart = (flags & StartBit) != 0,
                Terminated = (flags & TerminatedBit) != 0,
                IsContext = (flags & ContextBit) != 0,
            });
        }
    }

    private static void Put(ReadOnlySpan<Real> values, Span<double> into, ref int at)
    {
        foreach (Real value in values)
        {
            into[at++] = value;
        }
    }

    private Span<double> At(int step) => _row.Slice(HeadLength + (step * StepLength), StepLength);
}
