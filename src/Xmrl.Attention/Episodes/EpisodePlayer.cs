using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Episodes;

/// <summary>Tells trials in lock-step, step by step, what they know of their episodes. One per worker.</summary>
/// <remarks>What past episodes say is computed anew only when an episode begins. A trial's bits do not depend on the others.</remarks>
internal sealed class EpisodePlayer : ITrialPlayer
{
    private readonly AttentionPolicy _policy;
    private readonly EpisodeWindows _windows;
    private readonly TapeWorkspace _workspace;
    private readonly Real[] _parameters;
    private AlignedBuffer _observed = new(0);
    private AlignedBuffer? _prepared;
    private Real[] _inputs = [];
    private bool _isPrepared;

    /// <summary>Prepares; memory is allocated when first needed.</summary>
    /// <param name="policy">The policy.</param>
    public EpisodePlayer(AttentionPolicy policy)
    {
        _policy = policy;
        _windows = new EpisodeWindows(policy, 1);
        _workspace = new TapeWorkspace(policy.Acting.Forward);
        _parameters = new Real[policy.ParameterCount];
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<Real> parameters)
    {
        parameters.CopyTo(_parameters);
        _isPrepared = false;
    }

    /// <inheritdoc/>
    public void BeginTrajectory(ITrialMemory memory, int trial, RandomKey key)
    {
        _isPrepared = false;
        var own = (EpisodeMemory)memory;
        IReadOnlyList<int> starts = own.Starts(trial);
        int[] snippets = new int[Math.Min(starts.Count, _policy.Shape.Past)];
        for (int i = 0; i < snippets.Length; i++)
        {
            int past = starts.Count - snippets.Length + i;
            int end = past + 1 < starts.Count ? starts[past + 1] : own.Steps(trial);
            int room = end - starts[past] - _policy.Shape.Transitions;
            snippets[i] = starts[past] + (room > 0 ? key.Integer((ulong)past, room + 1) : 0);
        }

        own.Begin(trial, snippets);
    }

    /// <inheritdoc/>
    public Matrix See(ITrialMemory memory, ConstMatrix inputs)
    {
        var own = (EpisodeMemory)memory;
        int trials = inputs.Columns;
        _inputs = _inputs.Length == trials * inputs.Rows ? _inputs : new Real[trials * inputs.Rows];
        for (int trial = 0; trial < trials; trial++)
        {
            inputs.CopyColumn(trial, _inputs.AsSpan(trial * inputs.Rows, inputs.Rows));
        }

        _workspace.Begin(trials);
        if (!_isPrepared)
        {
            Prepare(own, trials);
        }

        _windows.ClearCurrent();
        for (int trial = 0; trial < trials; trial++)
        {
            _windows.WriteCurrent(trial, 0, own.Starts(trial)[^1], own.Steps(trial), Steps(own, trial));
        }

        _windows.BindCurrent(_policy.Acting, _workspace);
        _workspace.Run(_prepared!);
        ConstMatrix knowledge = _workspace.Read(_policy.Acting.Knowledge);
        int rows = knowledge.Rows + _policy.ObservationSize;
        int stride = AlignedBuffer.PaddedStride(trials);
        AlignedBuffer.Grow(ref _observed, rows * stride);
        var observed = new Matrix(_observed.Span, rows, trials, stride);
        for (int row = 0; row < rows; row++)
        {
            (row < knowledge.Rows ? knowledge.Row(row) : inputs.Row(row - knowledge.Rows)).CopyTo(observed.Row(row));
        }

        return observed;
    }

    /// <inheritdoc/>
    public void Keep(ITrialMemory memory, int trial)
        => ((EpisodeMemory)memory).Keep(trial, _inputs.AsSpan(trial * _policy.InputSize, _policy.InputSize));

    private void Prepare(EpisodeMemory memory, int trials)
    {
        _policy.Bind(_workspace, _policy.Acting.Parameters, _parameters);
        _windows.Begin(trials);
        for (int trial = 0; trial < trials; trial++)
        {
            TrialOutline outline = memory.Outline(trial);
            _windows.WritePast(trial, outline, outline.Starts.Length - 1, Steps(memory, trial));
        }

        _windows.BindPast(_policy.Acting, _workspace);
        _prepared = _workspace.Prepare(_prepared);
        _isPrepared = true;
    }

    /// <summary>The steps of a trial, with the one under way.</summary>
    private EpisodeWindows.StepInput Steps(EpisodeMemory memory, int trial) => step => step < memory.Steps(trial)
        ? memory.Input(trial, step)
        : _inputs.AsSpan(trial * _policy.InputSize, _policy.InputSize);
}
