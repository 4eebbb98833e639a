using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>Networks whose layers are generated from latents: layout, first values, the generated parameters ψ, and an inner step of z, W
/// and b.</summary>
/// <seealso href="https://arxiv.org/abs/2008.06043">Mitchell et al. (2021), weight transform layers.</seealso>
internal sealed class WeightTransform
{
    /// <summary>Tensors of a layer: z, W, b.</summary>
    public const int TensorsPerLayer = 3;

    private readonly int _latents;

    /// <summary>Lays out the tensors.</summary>
    /// <param name="generated">Weight and bias of each layer in turn, in the vector of generated parameters.</param>
    /// <param name="latents">c, the components of a latent, ≥ 1.</param>
    /// <param name="offset">Index of the first stored parameter in the flat vector.</param>
    public WeightTransform(ImmutableArray<TensorSpec> generated, int latents, int offset)
    {
        _latents = latents;
        var layers = ImmutableArray.CreateBuilder<GeneratedLayer>();
        int at = offset;
        for (int i = 0; i < generated.Length; i += 2)
        {
            (TensorSpec weight, TensorSpec bias) = (generated[i], generated[i + 1]);
            string name = weight.Name[..weight.Name.LastIndexOf('.')];
            int length = weight.Length + bias.Length;
            layers.Add(new GeneratedLayer
            {
                Latent = Add($"{name}.latent", latents, 1),
                Weight = Add($"{name}.transform.weight", length, latents),
                Bias = Add($"{name}.transform.bias", length, 1),
                At = weight.Offset - generated[0].Offset,
                Outputs = weight.Rows,
            });
        }

        Layers = layers.ToImmutable();
        Tensors = [.. Layers.SelectMany(layer => new[] { layer.Latent, layer.Weight, layer.Bias })];
        Length = at - offset;
        GeneratedLength = Layers.Sum(layer => layer.Length);

        TensorSpec Add(string tensor, int rows, int columns)
        {
            var spec = new TensorSpec(tensor, rows, columns, at);
            at = checked(at + (rows * columns));
            return spec;
        }
    }

    /// <summary>The layers.</summary>
    public ImmutableArray<GeneratedLayer> Layers { get; }

    /// <summary>z, W and b of each layer in turn.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Number of stored parameters.</summary>
    public int Length { get; }

    /// <summary>Number of generated parameters ψ.</summary>
    public int GeneratedLength { get; }

    /// <summary>Draws the first parameters: W and b uniform in ±1/√c, z from N(0, 1/outputs²).</summary>
    /// <param name="key">Tensor i draws from child i.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        foreach ((int l, GeneratedLayer layer) in Layers.Index())
        {
            RandomKey own = key.Derive(l);
            Span<Real> latent = layer.Latent.Of(parameters);
            own.Derive(0).FillNormal(0, latent);
            foreach (ref Real value in latent)
            {
                value /= layer.Outputs;
            }

            Uniform(own.Derive(1), layer.Weight.Of(parameters));
            Uniform(own.Derive(2), layer.Bias.Of(parameters));
        }

        void Uniform(RandomKey draws, Span<Real> values)
        {
            draws.FillUniform(0, values);
            double bound = 1 / Math.Sqrt(_latents);
            foreach (ref Real value in values)
            {
                value = (Real)(bound * ((2 * (double)value) - 1));
            }
        }
    }

    /// <summary>ψ = W·z + b of every layer.</summary>
    /// <param name="parameters">The flat vector.</param>
    /// <param name="generated">Receives ψ. Shape [generated length].</param>
    public void Generate(ReadOnlySpan<Real> parameters, Span<Real> generated)
    {
        foreach (GeneratedLayer layer in Layers)
        {
            Generate(parameters, layer, 0, layer.Length, generated);
        }
    }

    /// <summary>Some elements of ψ of a layer.</summary>
    /// <param name="parameters">The flat vector.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="first">First element.</param>
    /// <param name="count">Elements.</param>
    /// <param name="generated">Receives them, at their place among all of the network.</param>
    public static void Generate(ReadOnlySpan<Real> parameters, in GeneratedLayer layer, int first, int count, Span<Real> generated)
    {
        int latents = layer.Latent.Rows;
        Span<Real> target = generated.Slice(layer.At + first, count);
        MatrixProduct.MultiplyTransposedRight(
            new ConstMatrix(layer.Latent.Of(parameters), 1, latents),
            new ConstMatrix(layer.Weight.Of(parameters).Slice(first * latents, count * latents), count, latents),
            new Matrix(target, 1, count));
        ReadOnlySpan<Real> bias = layer.Bias.Of(parameters).Slice(first, count);
        for (int i = 0; i < count; i++)
        {
            target[i] += bias[i];
        }
    }

    /// <summary>One inner step of z, W and b, in place: z + α_z·Wᵀg, W + α_W·g·zᵀ, b + α_b·g.</summary>
    /// <param name="parameters">The flat vector, moved.</param>
    /// <param name="gradient">g, the derivative by ψ. Shape [generated length].</param>
    /// <param name="rawSteps">Raw step sizes of z, W and b of each layer in turn.</param>
    public void Move(Span<Real> parameters, ReadOnlySpan<double> gradient, ReadOnlySpan<Real> rawSteps)
    {
        var move = new double[_latents];
        foreach ((int l, GeneratedLayer layer) in Layers.Index())
        {
            double latentStep = MacawNetworks.Softplus(rawSteps[TensorsPerLayer * l]);
            double weightStep = MacawNetworks.Softplus(rawSteps[(TensorsPerLayer * l) + 1]);
            double biasStep = MacawNetworks.Softplus(rawSteps[(TensorsPerLayer * l) + 2]);
            Span<Real> latent = layer.Latent.Of(parameters);
            Span<Real> bias = layer.Bias.Of(parameters);
            Array.Clear(move);
            for (int i = 0; i < layer.Length; i++)
            {
                double g = gradient[layer.At + i];
                Span<Real> row = layer.Weight.Of(parameters).Slice(i * _latents, _latents);
                for (int k = 0; k < row.Length; k++)
                {
                    move[k] += g * row[k];
                    row[k] = (Real)(row[k] + (weightStep * g * latent[k]));
                }

                bias[i] = (Real)(bias[i] + (biasStep * g));
            }

            for (int k = 0; k < latent.Length; k++)
            {
                latent[k] = (Real)(latent[k] + (latentStep * move[k]));
            }
        }
    }
}
