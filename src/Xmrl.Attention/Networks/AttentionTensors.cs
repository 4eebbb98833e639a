using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Attention.Networks;

/// <summary>The parameters of tokens and layers within θ, and their first values.</summary>
/// <remarks>In order: <c>token.weight</c> [d, I] of the numbers of a transition, <c>token.place</c> [d, 1 + T_w], whose first column is the
/// start token and whose others are the places in a window; then for every layer <c>episode.{l}</c> and <c>trial.{l}</c> the matrices
/// <c>query</c>, <c>key</c>, <c>value</c>, <c>output</c> [d, d], <c>hidden.weight</c> [F, d] and <c>.bias</c>, <c>feature.weight</c> [d, F]
/// and <c>.bias</c>; with pre-layer-norm gain and bias of two normalisations per layer, and of one behind each transformer.</remarks>
internal sealed class AttentionTensors
{
    // T-Fixup (Huang et al. 2020): encoders scale by 0.67·N^(−1/4), embeddings by (9N)^(−1/4).
    private const double Share = 0.67;
    private const double EmbeddingLayers = 9;

    private readonly ImmutableArray<TensorSpec>.Builder _tensors = ImmutableArray.CreateBuilder<TensorSpec>();
    private readonly AttentionShape _shape;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="inputSize">I, numbers of a transition.</param>
    public AttentionTensors(AttentionShape shape, int inputSize)
    {
        _shape = shape;
        Add("token.weight", shape.Width, inputSize);
        Add("token.place", shape.Width, 1 + shape.Transitions);
        foreach ((string prefix, int layers) in (ReadOnlySpan<(string, int)>)[
            (Episode, shape.EpisodeLayers), (Trial, shape.TrialLayers)])
        {
            for (int layer = 0; layer < layers; layer++)
            {
                AddLayer($"{prefix}.{layer}");
            }

            if (shape.Norm == BlockNorm.PreNorm)
            {
                AddNorm($"{prefix}.norm");
            }
        }

        All = _tensors.ToImmutable();
    }

    /// <summary>Prefix of the layers within an episode.</summary>
    public const string Episode = "episode";

    /// <summary>Prefix of the layers across episodes.</summary>
    public const string Trial = "trial";

    /// <summary>The tensors, without gaps.</summary>
    public ImmutableArray<TensorSpec> All { get; }

    /// <summary>Number of parameters.</summary>
    public int Count { get; private set; }

    /// <summary>Draws the first parameters; tensor i draws from child i of the key.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives the parameters, the first of θ.</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        bool isFixed = _shape.Norm == BlockNorm.TFixup;
        double layer = isFixed ? Share * Math.Pow(_shape.Layers, -0.25) : 1;
        double embedding = isFixed ? Math.Pow(EmbeddingLayers * _shape.Layers, -0.25) : 1;
        for (int i = 0; i < All.Length; i++)
        {
            TensorSpec tensor = All[i];
            Span<Real> values = tensor.Of(parameters);
            RandomKey own = key.Derive((ulong)i);
            if (tensor.Name == "token.place")
            {
                own.FillNormal(0, values);
                Scale(values, embedding / Math.Sqrt(_shape.Width), 0);
            }
            else if (tensor.Name.EndsWith(".gain", StringComparison.Ordinal))
            {
                values.Fill(1);
            }
            else if (tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            {
                values.Clear();
            }
            else
            {
                // Glorot-uniform; queries and keys are not scaled.
                double gain = tensor.Name == "token.weight" ? embedding
                    : tensor.Name.EndsWith(".query", StringComparison.Ordinal) || tensor.Name.EndsWith(".key", StringComparison.Ordinal) ? 1
                    : layer;
                own.FillUniform(0, values);
                double bound = gain * Math.Sqrt(6.0 / (tensor.Rows + tensor.Columns));
                Scale(values, 2 * bound, -bound);
            }
        }
    }

    private static void Scale(Span<Real> values, double factor, double shift)
    {
        foreach (ref Real value in values)
        {
            value = (Real)((factor * value) + shift);
        }
    }

    private void AddLayer(string name)
    {
        int width = _shape.Width;
        foreach (string part in (ReadOnlySpan<string>)["query", "key", "value", "output"])
        {
            Add($"{name}.{part}", width, width);
        }

        Add($"{name}.hidden.weight", _shape.HiddenSize, width);
        Add($"{name}.hidden.bias", _shape.HiddenSize, 1);
        Add($"{name}.feature.weight", width, _shape.HiddenSize);
        Add($"{name}.feature.bias", width, 1);
        if (_shape.Norm == BlockNorm.PreNorm)
        {
            AddNorm($"{name}.attention");
            AddNorm($"{name}.perceptron");
        }
    }

    private void AddNorm(string name)
    {
        Add($"{name}.gain", _shape.Width, 1);
        Add($"{name}.bias", _shape.Width, 1);
    }

    private void Add(string name, int rows, int columns)
    {
        _tensors.Add(new TensorSpec(name, rows, columns, Count));
        Count = checked(Count + (rows * columns));
    }
}
