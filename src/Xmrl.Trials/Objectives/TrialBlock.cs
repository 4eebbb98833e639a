using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Objectives;

/// <summary>Up to <see cref="MostTrials"/> trials side by side, ready to be differentiated: step t of trial b is column t·B + b, and what a
/// shorter trial lacks at its end has weight 0.</summary>
internal sealed partial class TrialBlock
{
    /// <summary>Trials that run in lock-step: fixed, so that results do not depend on threads.</summary>
    public const int MostTrials = 64;

    private readonly AlignedBuffer _memory;
    private readonly int _inputSize;
    private readonly int _actionSize;
    private readonly int _stride;

    /// <summary>Allocates a block.</summary>
    /// <param name="inputSize">I, the number of rows of x.</param>
    /// <param name="actionSize">Number of components of an encoded action.</param>
    /// <param name="lengths">Steps of each trial, ≥ 1. Shape [B].</param>
    public TrialBlock(int inputSize, int actionSize, int[] lengths)
    {
        Lengths = lengths;
        Steps = lengths.Max();
        _inputSize = inputSize;
        _actionSize = actionSize;
        _stride = AlignedBuffer.PaddedStride(Columns);
        _memory = new AlignedBuffer((inputSize + actionSize) * _stride);
        Advantages = new Real[Columns];
        Weights = new Real[Columns];
    }

    /// <summary>B, the number of trials.</summary>
    public int Trials => Lengths.Length;

    /// <summary>T, steps of the longest trial.</summary>
    public int Steps { get; }

    /// <summary>T·B.</summary>
    public int Columns => Steps * Trials;

    /// <summary>Steps of each trial. Shape [B].</summary>
    public int[] Lengths { get; }

    /// <summary>x, normalised. Shape [I, T·B].</summary>
    public Matrix Inputs => new(_memory.Span, _inputSize, Columns, _stride);

    /// <summary>Encoded actions. Shape [encoded size, T·B].</summary>
    public Matrix Actions => new(_memory.Span[(_inputSize * _stride)..], _actionSize, Columns, _stride);

    /// <summary>Aₜ times the weight of its sample. Shape [T·B].</summary>
    public Real[] Advantages { get; }

    /// <summary>The weight of each sample in means, 0 behind the end of a trial. Shape [T·B].</summary>
    public Real[] Weights { get; }

    /// <summary>ln π_old of the policy that sampled. Shape [T·B]; empty until it is remembered.</summary>
    public Real[] LogProbabilities { get; set; } = [];

    /// <summary>Statistics of the policy that sampled; empty until they are remembered.</summary>
    public TrialStatistic[] Statistics { get; set; } = [];

    /// <summary>What the policy recorded of each trial while it was played; empty where that is nothing. Shape [B].</summary>
    public IReadOnlyList<TrialOutline> Outlines { get; set; } = [];

    /// <summary>The column of a step.</summary>
    /// <param name="trial">Trial b.</param>
    /// <param name="step">Step t.</param>
    /// <returns>t·B + b.</returns>
    public int Column(int trial, int step) => (step * Trials) + trial;
}
