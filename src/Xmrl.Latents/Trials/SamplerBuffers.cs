using Xmrl.Latents.Networks;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments;

namespace Xmrl.Latents.Trials;

/// <summary>Memory of a sampler for a number of trials in lock-step.</summary>
internal sealed class SamplerBuffers
{
    private readonly EnvironmentSpec _spec;
    private readonly LatentNetworks _networks;
    private readonly AlignedBuffer _columns;
    private readonly int _stride;
    private readonly Real[] _observations;
    private readonly Real[] _next;
    private readonly Real[] _noise;
    private readonly int[] _firsts;
    private readonly int[] _rows;

    /// <summary>Allocates.</summary>
    /// <param name="networks">Sizes.</param>
    /// <param name="trials">B ≥ 0.</param>
    public SamplerBuffers(LatentNetworks networks, int trials)
    {
        (_networks, _spec, Trials) = (networks, networks.Spec, trials);
        _stride = AlignedBuffer.PaddedStride(trials);
        int size = _spec.ObservationSize;
        _rows =
        [
            networks.Recurrent.Policy.InputSize, networks.FeatureSize, networks.FeatureSize, _spec.ActionSize,
            networks.Policy.EncodedActionSize, size, size, networks.Shape.LatentSize, networks.Shape.Components,
        ];
        _firsts = new int[_rows.Length];
        for (int i = 1; i < _rows.Length; i++)
        {
            _firsts[i] = _firsts[i - 1] + (_rows[i - 1] * _stride);
        }

        _columns = new AlignedBuffer(_rows.Sum() * _stride);
        _observations = new Real[trials * size];
        _next = new Real[trials * size];
        _noise = new Real[trials * _spec.Horizon * _spec.ActionSize];
        Normalized = new Real[size];
        VirtualPaid = new Real[trials];
        Step = new StepBuffers(trials, size, _spec.ActionSize);
    }

    /// <summary>Number of copies B.</summary>
    public int Trials { get; }

    /// <summary>Inputs x of the encoder. Shape [I, B].</summary>
    public Matrix Inputs => Part(0);

    /// <summary>o, μ, ln σ², q(y). Shape [F, B].</summary>
    public Matrix Features => Part(1);

    /// <summary>The rows of <see cref="Features"/> below the observation.</summary>
    public Matrix Inferred => new(
        Features.Data[(_spec.ObservationSize * _stride)..], _networks.FeatureSize - _spec.ObservationSize, Trials, _stride);

    /// <summary>Normalised features. Shape [F, B].</summary>
    public Matrix Seen => Part(2);

    /// <summary>Shape [A, B].</summary>
    public Matrix Actions => Part(3);

    /// <summary>Encoded actions.</summary>
    public Matrix Encoded => Part(4);

    /// <summary>Normalised s. Shape [O, B].</summary>
    public Matrix VirtualStates => Part(5);

    /// <summary>Normalised s′. Shape [O, B].</summary>
    public Matrix VirtualNext => Part(6);

    /// <summary>Normal draws. Shape [L, B].</summary>
    public Matrix VirtualNoise => Part(7);

    /// <summary>y_v of every trial. Shape [K, B].</summary>
    public Matrix Mixtures => Part(8);

    /// <summary>Virtual rewards. Shape [B].</summary>
    public Real[] VirtualPaid { get; }

    /// <summary>One normalised observation.</summary>
    public Real[] Normalized { get; }

    /// <summary>Arguments and results of an environment's step.</summary>
    public StepBuffers Step { get; }

    /// <summary>The raw observation of a trial. Shape [O].</summary>
    public Span<Real> Observation(int trial) => _observations.AsSpan(trial * _spec.ObservationSize, _spec.ObservationSize);

    /// <summary>The raw observation after its step. Shape [O].</summary>
    public Span<Real> Next(int trial) => _next.AsSpan(trial * _spec.ObservationSize, _spec.ObservationSize);

    /// <summary>Noise of a trajectory's actions. Shape [horizon·A].</summary>
    public Span<Real> ActionNoise(int trial)
        => _noise.AsSpan(trial * _spec.Horizon * _spec.ActionSize, _spec.Horizon * _spec.ActionSize);

    /// <summary>Sets y_v of a trial.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="shares">Shares y_v of the components. Shape [K].</param>
    public void SetMixture(int trial, ReadOnlySpan<Real> shares)
    {
        for (int k = 0; k < shares.Length; k++)
        {
            Mixtures[k, trial] = shares[k];
        }
    }

    private Matrix Part(int part)
        => new(_columns.Span.Slice(_firsts[part], _rows[part] * _stride), _rows[part], Trials, _stride);
}
