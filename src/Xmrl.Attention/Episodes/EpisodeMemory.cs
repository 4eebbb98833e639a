using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Episodes;

/// <summary>What trials in lock-step have seen so far: every input of a trial's steps, where its episodes began, and which transitions of
/// past episodes the current one looks back at.</summary>
internal sealed class EpisodeMemory : ITrialMemory
{
    private readonly int _inputSize;
    private readonly int _trials;
    private readonly List<Real>[] _inputs;
    private readonly List<int>[] _starts;
    private readonly List<int[]>[] _snippets;

    /// <summary>Trials that begin.</summary>
    /// <param name="inputSize">I, numbers of a step.</param>
    /// <param name="trials">Number of trials B ≥ 1.</param>
    public EpisodeMemory(int inputSize, int trials)
    {
        _inputSize = inputSize;
        _trials = trials;
        _inputs = [.. Enumerable.Range(0, trials).Select(_ => new List<Real>())];
        _starts = [.. Enumerable.Range(0, trials).Select(_ => new List<int>())];
        _snippets = [.. Enumerable.Range(0, trials).Select(_ => new List<int[]>())];
    }

    /// <summary>Steps that a trial has finished.</summary>
    /// <param name="trial">Its number.</param>
    public int Steps(int trial) => _inputs[trial].Count / _inputSize;

    /// <summary>First steps of a trial's episodes.</summary>
    /// <param name="trial">Its number.</param>
    public IReadOnlyList<int> Starts(int trial) => _starts[trial];

    /// <summary>Begins an episode.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="snippets">First transition of what it sees of each earlier episode, the latest last.</param>
    public void Begin(int trial, int[] snippets)
    {
        _starts[trial].Add(Steps(trial));
        _snippets[trial].Add(snippets);
    }

    /// <summary>Keeps the input of a step that was taken.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="input">x, normalised. Shape [I].</param>
    public void Keep(int trial, ReadOnlySpan<Real> input) => _inputs[trial].AddRange(input);

    /// <summary>The input of a step that was taken. Shape [I].</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="step">Step t.</param>
    public ReadOnlySpan<Real> Input(int trial, int step)
        => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_inputs[trial]).Slice(step * _inputSize, _inputSize);

    /// <summary>Where a trial's episodes began, and what each looked back at.</summary>
    /// <param name="trial">Its number.</param>
    public TrialOutline Outline(int trial) => new([.. _starts[trial]], [.. _snippets[trial]]);

    /// <inheritdoc/>
    public IReadOnlyList<TrialOutline> Outlines() => [.. Enumerable.Range(0, _trials).Select(Outline)];

    /// <inheritdoc/>
    public ITrialMemory Fork(int trials)
    {
        var copy = new EpisodeMemory(_inputSize, trials);
        for (int trial = 0; trial < trials; trial++)
        {
            copy._inputs[trial].AddRange(_inputs[trial]);
            copy._starts[trial].AddRange(_starts[trial]);
            copy._snippets[trial].AddRange(_snippets[trial]);
        }

        return copy;
    }
}
