using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Learning.Generated;

/// <summary>The inner steps of several tasks on the generated layers of one network, with g the derivative by ψ of a task's inner objective
/// and a that of the outer one after the step.</summary>
/// <remarks><para>With m = Wᵀg and s = z·z + α_z·z·m the step of z, W and b is ψ′ = ψ + (α_b + α_W·s)·g + α_z·W·m; z′, W′ and b′ are never
/// formed. Backwards, with t = Wᵀa and κ = a·g, the adjoint of g is q = (α_b + α_W·s)·a + α_W·α_z·κ·W·z + α_z·W·t.</para>
/// <para>Every product goes over all tasks, so that W is read once for all of them. Parts may run on any thread: each writes to its own
/// place, and sums go in the order of the parts.</para></remarks>
internal sealed partial class GeneratedBlock
{
    private const int PartLength = 256;

    private readonly WeightTransform _transform;
    private readonly TensorSpec _steps;
    private readonly int _tasks;
    private readonly int _latents;
    private readonly ImmutableArray<BlockPart> _parts;
    private readonly LayerProducts[] _products;
    private readonly Real[][] _partial;
    private readonly double[][] _partialAlignment;
    private readonly Real[] _left;
    private readonly Real[] _spread;

    /// <summary>Makes room.</summary>
    /// <param name="transform">The layers.</param>
    /// <param name="steps">Raw step sizes of z, W and b of each layer in turn.</param>
    /// <param name="tasks">Tasks at once, ≥ 1.</param>
    /// <param name="latents">c, the components of a latent.</param>
    public GeneratedBlock(WeightTransform transform, TensorSpec steps, int tasks, int latents)
    {
        (_transform, _steps, _tasks, _latents) = (transform, steps, tasks, latents);
        int length = transform.GeneratedLength;
        Parameters = new Real[length];
        Moved = [.. Enumerable.Range(0, tasks).Select(_ => new Real[length])];
        Partly = [.. Enumerable.Range(0, tasks).Select(_ => new Real[length])];
        Adjoints = [.. Enumerable.Range(0, tasks).Select(_ => new Real[length])];
        _left = new Real[((2 * tasks) + 1) * length];
        _spread = new Real[tasks * length];
        _products = [.. transform.Layers.Select(_ => new LayerProducts(tasks, latents))];
        _parts =
        [
            .. transform.Layers.SelectMany((layer, l) => Enumerable.Range(0, (layer.Length + PartLength - 1) / PartLength)
                .Select(k => new BlockPart(
                    l, k * PartLength, Math.Min(PartLength, layer.Length - (k * PartLength)), layer.At + (k * PartLength)))),
        ];
        _partial = [.. _parts.Select(_ => new Real[tasks * latents])];
        _partialAlignment = [.. _parts.Select(_ => new double[tasks])];
        _factors = [.. transform.Layers.Select(_ => new Real[((2 * tasks) + 1) * latents])];
        _latentGradients = [.. transform.Layers.Select(_ => new Real[latents])];
        _grams = [.. _parts.Select(_ => new Real[((2 * tasks) + 1) * ((2 * tasks) + 1)])];
        _mean = new Real[length];
    }

    /// <summary>Parts that a phase has.</summary>
    public int Parts => _parts.Length;

    /// <summary>Numbers that an outer step of a part needs room for.</summary>
    public int ScratchLength => PartLength * _latents;

    /// <summary>ψ at θ. Shape [length].</summary>
    public Real[] Parameters { get; }

    /// <summary>ψ′ of each task. Shape [tasks][length].</summary>
    public Real[][] Moved { get; }

    /// <summary>ψ after a share of the step, of each task. Shape [tasks][length].</summary>
    public Real[][] Partly { get; }

    /// <summary>ā, the adjoint of ψ, of each task. Shape [tasks][length].</summary>
    public Real[][] Adjoints { get; }

    /// <summary>g of a task. Shape [length].</summary>
    /// <param name="task">Number of the task.</param>
    public Span<Real> Inner(int task) => _left.AsSpan((1 + _tasks + task) * Parameters.Length, Parameters.Length);

    /// <summary>a of a task. Shape [length].</summary>
    /// <param name="task">Number of the task.</param>
    public Span<Real> Outer(int task) => _left.AsSpan((1 + task) * Parameters.Length, Parameters.Length);

    /// <summary>q of a task. Shape [length].</summary>
    /// <param name="task">Number of the task.</param>
    public ReadOnlySpan<Real> Direction(int task) => _spread.AsSpan(task * Parameters.Length, Parameters.Length);

    /// <summary>ψ of a part.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="part">Number of the part.</param>
    public void Generate(ReadOnlySpan<Real> theta, int part)
    {
        BlockPart own = _parts[part];
        WeightTransform.Generate(theta, _transform.Layers[own.Layer], own.First, own.Count, Parameters);
    }

    /// <summary>A part's summands of Wᵀg, or of Wᵀa and a·g.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="isOuter">Whether it is a instead of g.</param>
    public void Project(ReadOnlySpan<Real> theta, int part, bool isOuter)
    {
        BlockPart own = _parts[part];
        MatrixProduct.Multiply(
            Rows(isOuter ? 1 : 1 + _tasks, _tasks, own), Weight(theta, own), new Matrix(_partial[part], _tasks, _latents));
        for (int i = 0; i < _tasks && isOuter; i++)
        {
            double sum = 0;
            ReadOnlySpan<Real> a = Outer(i).Slice(own.At, own.Count);
            ReadOnlySpan<Real> g = Inner(i).Slice(own.At, own.Count);
            for (int k = 0; k < a.Length; k++)
            {
                sum += (double)a[k] * g[k];
            }

            _partialAlignment[part][i] = sum;
        }
    }

    /// <summary>Adds the parts of the last projection, and takes what follows from them.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="isOuter">Whether a was projected instead of g.</param>
    public void Reduce(ReadOnlySpan<Real> theta, bool isOuter)
    {
        foreach (LayerProducts layer in _products)
        {
            Array.Clear(isOuter ? layer.Outer : layer.Inner);
            Array.Clear(layer.Alignment);
        }

        foreach ((int k, BlockPart part) in _parts.Index())
        {
            LayerProducts layer = _products[part.Layer];
            Real[] sum = isOuter ? layer.Outer : layer.Inner;
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += _partial[k][i];
            }

            for (int i = 0; i < _tasks && isOuter; i++)
            {
                layer.Alignment[i] += _partialAlignment[k][i];
            }
        }

        ReadOnlySpan<Real> raw = _steps.Of(theta);
        foreach ((int l, LayerProducts layer) in _products.Index())
        {
            ReadOnlySpan<Real> latent = _transform.Layers[l].Latent.Of(theta);
            layer.Square = Dot(latent, latent);
            layer.LatentStep = MacawNetworks.Softplus(raw[WeightTransform.TensorsPerLayer * l]);
            layer.WeightStep = MacawNetworks.Softplus(raw[(WeightTransform.TensorsPerLayer * l) + 1]);
            layer.BiasStep = MacawNetworks.Softplus(raw[(WeightTransform.TensorsPerLayer * l) + 2]);
            for (int i = 0; i < _tasks; i++)
            {
                ReadOnlySpan<Real> move = Of(layer.Inner, i);
                layer.LatentMove[i] = Dot(latent, move);
                layer.OuterMove[i] = Dot(Of(layer.Outer, i), move);
            }
        }
    }

    /// <summary>ψ′ of a part, and ψ after a share of the step.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="share">The share, as a factor on every step size.</param>
    public void Move(ReadOnlySpan<Real> theta, int part, double share)
    {
        BlockPart own = _parts[part];
        LayerProducts layer = _products[own.Layer];
        Spread(theta, own, layer.Inner);
        for (int i = 0; i < _tasks; i++)
        {
            (Real gain, Real latent) = ((Real)(layer.BiasStep + (layer.WeightStep * layer.Gain(i))), (Real)layer.LatentStep);
            Real partGain = (Real)(share * (layer.BiasStep + (layer.WeightStep * layer.Gain(i, share))));
            Real partLatent = (Real)(share * layer.LatentStep);
            ReadOnlySpan<Real> from = Parameters.AsSpan(own.At, own.Count);
            ReadOnlySpan<Real> g = Inner(i).Slice(own.At, own.Count);
            ReadOnlySpan<Real> spread = Direction(i).Slice(own.At, own.Count);
            Span<Real> moved = Moved[i].AsSpan(own.At, own.Count);
            Span<Real> partly = Partly[i].AsSpan(own.At, own.Count);
            for (int k = 0; k < moved.Length; k++)
            {
                moved[k] = from[k] + (gain * g[k]) + (latent * spread[k]);
                partly[k] = from[k] + (partGain * g[k]) + (partLatent * spread[k]);
            }
        }
    }

    /// <summary>q of a part.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="part">Number of the part.</param>
    public void Back(ReadOnlySpan<Real> theta, int part)
    {
        BlockPart own = _parts[part];
        LayerProducts layer = _products[own.Layer];
        Spread(theta, own, layer.Outer);
        ReadOnlySpan<Real> generated = Parameters.AsSpan(own.At, own.Count);
        ReadOnlySpan<Real> bias = _transform.Layers[own.Layer].Bias.Of(theta).Slice(own.First, own.Count);
        for (int i = 0; i < _tasks; i++)
        {
            (Real gain, Real latent) = ((Real)(layer.BiasStep + (layer.WeightStep * layer.Gain(i))), (Real)layer.LatentStep);
            Real across = (Real)(layer.WeightStep * layer.LatentStep * layer.Alignment[i]);
            ReadOnlySpan<Real> a = Outer(i).Slice(own.At, own.Count);
            Span<Real> q = _spread.AsSpan((i * Parameters.Length) + own.At, own.Count);
            for (int k = 0; k < q.Length; k++)
            {
                q[k] = (gain * a[k]) + (across * (generated[k] - bias[k])) + (latent * q[k]);
            }
        }
    }

    /// <summary>W·x of a part for one x per task, where <see cref="Direction"/> is.</summary>
    private void Spread(ReadOnlySpan<Real> theta, in BlockPart own, Real[] x) => MatrixProduct.MultiplyTransposedRight(
        new ConstMatrix(x, _tasks, _latents), Weight(theta, own),
        new Matrix(_spread.AsSpan(own.At), _tasks, own.Count, Parameters.Length));

    private ConstMatrix Rows(int first, int count, in BlockPart own)
        => new(_left.AsSpan((first * Parameters.Length) + own.At), count, own.Count, Parameters.Length);

    private ConstMatrix Weight(ReadOnlySpan<Real> theta, in BlockPart own) => new(
        _transform.Layers[own.Layer].Weight.Of(theta).Slice(own.First * _latents, own.Count * _latents), own.Count, _latents);

    private ReadOnlySpan<Real> Of(Real[] perTask, int task) => perTask.AsSpan(task * _latents, _latents);

    private static double Dot(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }
}
