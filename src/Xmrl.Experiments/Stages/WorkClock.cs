using Xmrl.Meta.Learning;

namespace Xmrl.Experiments.Stages;

/// <summary>The time that is left of a run, from the pace of the work that it has done.</summary>
/// <remarks>
/// <para>Work is counted in environment steps, to which the gradient of a sample adds as many as take the same time: the profiles of
/// trainings tell how many. The pace is that of the second half of the time so far. So the first iterations, which compile what they run,
/// are not counted once a time is told, and the estimate follows a machine that becomes slower or faster.</para>
/// <para>Called from one thread.</para>
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="processor">Processor time that the program has taken.</param>
internal sealed class WorkClock(TimeProvider time, Func<TimeSpan> processor)
{
    /// <summary>Before this nothing is told: the pace of a program that is still compiled is a fraction of what it will be.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Nor before this of processor time, twice what compiling takes: it is longer than <see cref="Silence"/> on machines that
    /// other programs keep busy.</summary>
    public static readonly TimeSpan Compiling = TimeSpan.FromSeconds(6);

    private readonly long _began = time.GetTimestamp();
    private readonly List<(TimeSpan At, StageWork Earned)> _seen = [(TimeSpan.Zero, default)];
    private StageWork _stage;
    private StageWork _later;
    private StageWork _earned;
    private double _within;
    private (double Sampling, double Gradients, StageWork Work) _profile;

    /// <summary>Environment steps that take as long as the gradient of one sample.</summary>
    private double StepsPerSample
        => _profile is { Sampling: > 0, Gradients: > 0, Work: { Steps: > 0, Samples: > 0 } }
            ? _profile.Gradients / _profile.Work.Samples * (_profile.Work.Steps / _profile.Sampling)
            : StageWork.TypicalStepsPerSample;

    /// <summary>A stage begins.</summary>
    /// <param name="work">All of its work.</param>
    /// <param name="done">Share of it that was done before, in [0, 1]; it says nothing about the pace.</param>
    /// <param name="later">The work of the stages that follow.</param>
    public void Enter(StageWork work, double done, StageWork later) => (_stage, _within, _later) = (work, done, later);

    /// <summary>An iteration of a training tells what its steps and what its gradients took.</summary>
    /// <param name="profile">Processor seconds by phase.</param>
    /// <param name="work">The work of the iteration, without scores.</param>
    public void Calibrate(PhaseSeconds profile, StageWork work)
    {
        // The first iteration of a process compiles; what it says of the ratio is soon outweighed, and nothing is told before.
        double gradients = profile.Advantages + profile.Gradients + profile.Outer;
        if (double.IsFinite(profile.Sampling + gradients))
        {
            _profile = (_profile.Sampling + profile.Sampling, _profile.Gradients + gradients, _profile.Work + work);
        }
    }

    /// <summary>The time that is left.</summary>
    /// <param name="within">Share of the stage that is done, in [0, 1].</param>
    /// <returns>Seconds, ≥ 0; null while there is too little to go by.</returns>
    public double? Left(double within)
    {
        TimeSpan now = time.GetElapsedTime(_began);
        _earned += Math.Max(0, within - _within) * _stage;
        _within = Math.Max(within, _within);
        _seen.Add((now, _earned));

        // The last observation in the first half of the time so far begins the second one; those before it are never needed again.
        int half = _seen.FindLastIndex(observation => observation.At <= now / 2);
        _seen.RemoveRange(0, half);
        (TimeSpan At, StageWork Earned) before = _seen[0];
        double ratio = StepsPerSample;
        double done = _earned.InSteps(ratio) - before.Earned.InSteps(ratio);
        if (now < Silence || processor() < Compiling || !(done > 0))
        {
            return null;
        }

        double left = (((1 - _within) * _stage) + _later).InSteps(ratio);
        return left / done * (now - before.At).TotalSeconds;
    }
}
