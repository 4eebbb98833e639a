using Xmrl.Numerics.Matrices;

namespace Xmrl.Explain.Augmentation;

/// <summary>One-step samples that start in mixed states s̄ = λ·s + (1 − λ)·s′. Only feasible ones are kept: m of the draws.</summary>
internal sealed class MixedSamples
{
    private readonly int[] _draws;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly Real[] _lambda;
    private readonly Real[] _rewards;
    private readonly bool[] _terminated;
    private readonly AlignedBuffer _observations;
    private readonly AlignedBuffer _actions;
    private readonly AlignedBuffer _noise;
    private readonly AlignedBuffer _nextObservations;
    private readonly int _observationSize;
    private readonly int _actionSize;
    private readonly int _stride;

    internal MixedSamples(int draws, int observationSize, int actionSize)
    {
        _observationSize = observationSize;
        _actionSize = actionSize;
        _stride = AlignedBuffer.PaddedStride(draws);
        _draws = new int[draws];
        _first = new int[draws];
        _second = new int[draws];
        _lambda = new Real[draws];
        _rewards = new Real[draws];
        _terminated = new bool[draws];
        _observations = new AlignedBuffer(checked(observationSize * _stride));
        _nextObservations = new AlignedBuffer(observationSize * _stride);
        _actions = new AlignedBuffer(checked(actionSize * _stride));
        _noise = new AlignedBuffer(actionSize * _stride);
    }

    /// <summary>m, the number of feasible samples, ≥ 0.</summary>
    public int Count { get; private set; }

    /// <summary>Number of pairs whose mixed state was infeasible and is left out.</summary>
    public int Infeasible => _draws.Length - Count;

    /// <summary>Which draw each sample is, ascending: matches samples of two calls that share a key. Shape [m].</summary>
    public ReadOnlySpan<int> Draws => _draws.AsSpan(0, Count);

    /// <summary>Column of s in the rollout. Shape [m].</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, Count);

    /// <summary>Column of s′ in the rollout. Shape [m].</summary>
    public ReadOnlySpan<int> Second => _second.AsSpan(0, Count);

    /// <summary>λ of each sample. Shape [m].</summary>
    public ReadOnlySpan<Real> Lambda => _lambda.AsSpan(0, Count);

    /// <summary>Raw observations in s̄. Shape [O, m], padded stride.</summary>
    public ConstMatrix Observations => new(_observations.Span, _observationSize, Count, _stride);

    /// <summary>Actions ā ~ π(·|s̄). Shape [A, m], padded stride.</summary>
    public ConstMatrix Actions => new(_actions.Span, _actionSize, Count, _stride);

    /// <summary>ε, the noise that the actions are made of. Shape [A, m], padded stride.</summary>
    public ConstMatrix Noise => new(_noise.Span, _actionSize, Count, _stride);

    /// <summary>Mixed rewards r̄. Shape [m].</summary>
    public ReadOnlySpan<Real> Rewards => _rewards.AsSpan(0, Count);

    /// <summary>Raw observations after the step. Shape [O, m], padded stride.</summary>
    public ConstMatrix NextObservations => new(_nextObservations.Span, _observationSize, Count, _stride);

    /// <summary>True where the step ended the process. Shape [m].</summary>
    public ReadOnlySpan<bool> Terminated => _terminated.AsSpan(0, Count);

    internal Matrix ObservationStore => new(_observations.Span, _observationSize, _draws.Length, _stride);

    internal Matrix ActionStore => new(_actions.Span, _actionSize, _draws.Length, _stride);

    internal Matrix NoiseStore => new(_noise.Span, _actionSize, _draws.Length, _stride);

    internal Matrix NextObservationStore => new(_nextObservations.Span, _observationSize, _draws.Length, _stride);

    internal void Add(int draw, (int First, int Second) pair, Real lambda, (Real Reward, bool Terminated) step)
    {
        _draws[Count] = draw;
        _first[Count] = pair.First;
        _second[Count] = pair.Second;
        _lambda[Count] = lambda;
        _rewards[Count] = step.Reward;
        _terminated[Count] = step.Terminated;
        Count++;
    }
}
