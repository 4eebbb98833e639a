using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Optimization;
using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning.Generated;

/// <content>The mean over the tasks of the derivatives by z, W, b and the raw step sizes, and the outer step. ∂W has rank 2·tasks + 1, so a
/// part of it is formed where it is used: ∂W = Σ v·(ā + α_W·α_z·κ·g)·zᵀ + Σ v·α_z·(a·mᵀ + g·tᵀ) with a share v per task.</content>
internal sealed partial class GeneratedBlock
{
    private readonly Real[][] _factors;
    private readonly Real[][] _latentGradients;
    private readonly Real[][] _grams;
    private readonly Real[] _mean;

    /// <summary>∂b of the last outer step, which has the length of ψ. Shape [length].</summary>
    public ReadOnlySpan<Real> BiasGradient => _mean;

    private int Rank => (2 * _tasks) + 1;

    /// <summary>∂b of a part, the left vector of z in ∂W, and a part's summand of Wᵀ∂b.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="shares">v of each task; they sum to 1.</param>
    public void Combine(ReadOnlySpan<Real> theta, int part, double[] shares)
    {
        BlockPart own = _parts[part];
        LayerProducts layer = _products[own.Layer];
        Span<Real> mean = _mean.AsSpan(own.At, own.Count);
        Span<Real> first = _left.AsSpan(own.At, own.Count);
        mean.Clear();
        first.Clear();
        for (int i = 0; i < _tasks; i++)
        {
            Real share = (Real)shares[i];
            Real across = (Real)(shares[i] * layer.WeightStep * layer.LatentStep * layer.Alignment[i]);
            ReadOnlySpan<Real> adjoint = Adjoints[i].AsSpan(own.At, own.Count);
            ReadOnlySpan<Real> g = Inner(i).Slice(own.At, own.Count);
            for (int k = 0; k < mean.Length; k++)
            {
                mean[k] += share * adjoint[k];
                first[k] += across * g[k];
            }
        }

        for (int k = 0; k < mean.Length; k++)
        {
            first[k] += mean[k];
        }

        MatrixProduct.Multiply(
            new ConstMatrix(mean, 1, own.Count), Weight(theta, own), new Matrix(_partial[part].AsSpan(0, _latents), 1, _latents));
        MatrixProduct.MultiplyTransposedRight(Rows(0, Rank, own), Rows(0, Rank, own), new Matrix(_grams[part], Rank, Rank));
    }

    /// <summary>∂z, the derivatives by the raw step sizes and the right vectors of ∂W.</summary>
    /// <param name="theta">The flat vector.</param>
    /// <param name="shares">v of each task.</param>
    /// <param name="raw">Receives the derivatives by the raw step sizes. Shape [3·layers].</param>
    /// <returns>The square of the norm of the derivatives by z, W and b.</returns>
    public double Finish(ReadOnlySpan<Real> theta, double[] shares, Span<double> raw)
    {
        ReadOnlySpan<Real> rawSteps = _steps.Of(theta);
        double square = 0;
        raw.Clear();
        foreach ((int l, LayerProducts layer) in _products.Index())
        {
            ReadOnlySpan<Real> latent = _transform.Layers[l].Latent.Of(theta);
            Span<Real> gradient = _latentGradients[l];
            Span<Real> factors = _factors[l];
            gradient.Clear();
            latent.CopyTo(factors);
            foreach ((int k, BlockPart part) in _parts.Index())
            {
                for (int j = 0; j < gradient.Length && part.Layer == l; j++)
                {
                    gradient[j] += _partial[k][j];
                }
            }

            Span<double> own = raw.Slice(WeightTransform.TensorsPerLayer * l, WeightTransform.TensorsPerLayer);
            for (int i = 0; i < _tasks; i++)
            {
                double kappa = layer.Alignment[i];
                (double share, double along) = (shares[i] * layer.LatentStep, shares[i] * layer.WeightStep * kappa);
                own[0] += shares[i] * ((layer.WeightStep * kappa * layer.LatentMove[i]) + layer.OuterMove[i]);
                own[1] += shares[i] * layer.Gain(i) * kappa;
                own[2] += shares[i] * kappa;
                ReadOnlySpan<Real> m = Of(layer.Inner, i);
                ReadOnlySpan<Real> t = Of(layer.Outer, i);
                Span<Real> ofOuter = factors.Slice((1 + i) * _latents, _latents);
                Span<Real> ofInner = factors.Slice((1 + _tasks + i) * _latents, _latents);
                for (int j = 0; j < gradient.Length; j++)
                {
                    gradient[j] += (Real)(along * ((2 * (double)latent[j]) + (layer.LatentStep * m[j])));
                    (ofOuter[j], ofInner[j]) = ((Real)(share * m[j]), (Real)(share * t[j]));
                }
            }

            for (int k = 0; k < own.Length; k++)
            {
                own[k] *= MacawNetworks.Sigmoid(rawSteps[(WeightTransform.TensorsPerLayer * l) + k]);
            }

            square += Dot(gradient, gradient) + SquareOfWeights(l);
        }

        return square + Dot(_mean, _mean);
    }

    /// <summary>The outer step of a part.</summary>
    /// <param name="theta">The flat vector, moved.</param>
    /// <param name="part">Number of the part.</param>
    /// <param name="optimizer">Moments of this network's stored parameters.</param>
    /// <param name="scratch">Room. Shape [at least part length · c].</param>
    /// <param name="regularization">Strength of −½‖θ‖² in the objective, ≥ 0.</param>
    public void Update(Span<Real> theta, int part, PartwiseAdam optimizer, Real[] scratch, double regularization)
    {
        BlockPart own = _parts[part];
        GeneratedLayer layer = _transform.Layers[own.Layer];
        Span<Real> weight = scratch.AsSpan(0, own.Count * _latents);
        WeightGradient(part, weight);
        Step(layer.Weight.Offset + (own.First * _latents), weight, theta);
        Step(layer.Bias.Offset + own.First, _mean.AsSpan(own.At, own.Count), theta);
        if (own.First == 0)
        {
            Step(layer.Latent.Offset, _latentGradients[own.Layer], theta);
        }

        void Step(int at, Span<Real> gradient, Span<Real> parameters)
        {
            for (int i = 0; i < gradient.Length && regularization > 0; i++)
            {
                gradient[i] -= (Real)(regularization * parameters[at + i]);
            }

            optimizer.Step(at - _transform.Tensors[0].Offset, gradient, parameters.Slice(at, gradient.Length));
        }
    }

    /// <summary>The mean hyper-gradient by z, W and b, for tests.</summary>
    /// <param name="gradient">Receives the derivatives, at their places in the flat vector.</param>
    internal void Read(Span<double> gradient)
    {
        var scratch = new Real[PartLength * _latents];
        foreach ((int k, BlockPart part) in _parts.Index())
        {
            GeneratedLayer layer = _transform.Layers[part.Layer];
            WeightGradient(k, scratch.AsSpan(0, part.Count * _latents));
            Copy(scratch.AsSpan(0, part.Count * _latents), gradient[(layer.Weight.Offset + (part.First * _latents))..]);
            Copy(_mean.AsSpan(part.At, part.Count), gradient[(layer.Bias.Offset + part.First)..]);
            Copy(_latentGradients[part.Layer], gradient[layer.Latent.Offset..]);
        }

        static void Copy(ReadOnlySpan<Real> from, Span<double> to)
        {
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = from[i];
            }
        }
    }

    private void WeightGradient(int part, Span<Real> gradient)
    {
        BlockPart own = _parts[part];
        MatrixProduct.MultiplyTransposedLeft(
            Rows(0, Rank, own), new ConstMatrix(_factors[own.Layer], Rank, _latents), new Matrix(gradient, own.Count, _latents));
    }

    /// <summary>‖Σ_r u_r·v_rᵀ‖² = Σ_rs (u_r·u_s)(v_r·v_s), without forming the sum.</summary>
    private double SquareOfWeights(int layer)
    {
        double square = 0;
        for (int r = 0; r < Rank; r++)
        {
            for (int s = 0; s < Rank; s++)
            {
                double left = 0;
                foreach ((int k, BlockPart part) in _parts.Index())
                {
                    left += part.Layer == layer ? _grams[k][(r * Rank) + s] : 0;
                }

                square += left * Dot(
                    _factors[layer].AsSpan(r * _latents, _latents), _factors[layer].AsSpan(s * _latents, _latents));
            }
        }

        // Rounding may leave a little less than nothing.
        return square < 0 ? 0 : square;
    }
}
