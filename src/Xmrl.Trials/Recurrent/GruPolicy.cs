using System.Collections.Immutable;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Recurrent;

/// <summary>A policy with memory over one flat parameter vector θ: h′ = GRU(x, h), a ~ π(·|h′), where x tells the observation, the last
/// action, its reward, and whether a trajectory begins. Immutable; holds no parameters itself.</summary>
/// <remarks>
/// <para>With (p_r, p_u, p_n) = W·e(x) + b, where e is the identity or an embedding, r = σ(p_r + U_r·h), u = σ(p_u + U_u·h),
/// n = tanh(p_n + r∘(U_n·h + c)) and h′ = (1 − u)∘n + u∘h: the reset gate acts after the product.</para>
/// <para>Tensors in order: <c>layers.{l}.weight</c> and <c>.bias</c> of the embedding, <c>input.weight</c> [3M, ·] and <c>input.bias</c>
/// [3M, 1], <c>memory.weight</c> [3M, M], <c>memory.bias</c> [M, 1], then those of the head, a policy without hidden layers that observes
/// the memory.</para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1406.1078">Cho et al. (2014): the gated recurrent unit.</seealso>
internal sealed class GruPolicy : ITrialPolicy
{
    private const int Gates = 3;

    private readonly Lazy<GruNetwork> _network;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="policy">Says sizes, normalisation, the layers of the embedding (its hidden layers) and the kind of the head.</param>
    /// <param name="memorySize">M ≥ 1.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library, or has a context.</exception>
    public GruPolicy(IPolicy policy, int memorySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(memorySize);
        _network = new(() => new GruNetwork(this));
        MemorySize = memorySize;
        MlpShape shape = TrialForm.Of(policy);
        Head = TrialForm.Head(policy, memorySize, []);
        ObservationSize = policy.ObservationSize;
        InputSize = ObservationSize + Head.EncodedActionSize + 2;
        Body = TrialForm.Input(shape, InputSize, Gates * memorySize);
        MemoryWeight = new TensorSpec("memory.weight", Gates * memorySize, memorySize, Body.ParameterCount);
        MemoryBias = new TensorSpec("memory.bias", memorySize, 1, MemoryWeight.Offset + MemoryWeight.Length);
        HeadOffset = MemoryBias.Offset + MemoryBias.Length;
        ParameterCount = HeadOffset + Head.ParameterCount;
        Tensors =
        [
            .. Body.Tensors, MemoryWeight, MemoryBias,
            .. Head.Tensors.Select(tensor => tensor with { Offset = HeadOffset + tensor.Offset }),
        ];
    }

    /// <inheritdoc/>
    public int MemorySize { get; }

    /// <inheritdoc/>
    public int ObservationSize { get; }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>π(·|h′): observes the memory; its parameters begin at <see cref="HeadOffset"/>.</summary>
    public IPolicy Head { get; }

    /// <summary>W·e(x) + b; its parameters are the first of θ.</summary>
    public MlpBody Body { get; }

    /// <summary>U, the gates r, u and n one above another. Shape [3M, M].</summary>
    public TensorSpec MemoryWeight { get; }

    /// <summary>c of the candidate n. Shape [M, 1].</summary>
    public TensorSpec MemoryBias { get; }

    /// <inheritdoc/>
    public int HeadOffset { get; }

    /// <summary>The compiled parts, shared by all workers.</summary>
    public GruNetwork Network => _network.Value;

    /// <summary>Draws the first parameters: W Glorot-uniform per gate, U orthogonal per gate, biases 0, embedding and head as perceptrons
    /// are.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    /// <exception cref="ArgumentException">θ has the wrong length.</exception>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        MlpBody.CheckLength(parameters, ParameterCount);
        Body.Initialize(key.Derive(0), parameters[..Body.ParameterCount]);
        TensorSpec input = Body.Tensors[^2];
        double glorot = Math.Sqrt((input.Columns + input.Rows) / (double)(input.Columns + MemorySize));
        foreach (ref Real value in input.Of(parameters))
        {
            value = (Real)(glorot * value);
        }

        for (int gate = 0; gate < Gates; gate++)
        {
            int length = MemorySize * MemorySize;
            Orthogonal(key.Derive(1).Derive(gate), MemoryWeight.Of(parameters).Slice(gate * length, length));
        }

        MemoryBias.Of(parameters).Clear();
        Head.Initialize(key.Derive(2), parameters[HeadOffset..]);
    }

    /// <inheritdoc/>
    public void Normalize(ConstMatrix inputs, Matrix normalized) => Body.Normalize(inputs, normalized);

    /// <inheritdoc/>
    public ITrialMemory CreateMemory(int trials) => new GruMemory(MemorySize, trials);

    /// <inheritdoc/>
    public ITrialPlayer CreatePlayer() => new GruPlayer(Network);

    /// <summary>Rows by the Gram–Schmidt process, twice over each, from standard normal ones.</summary>
    private void Orthogonal(RandomKey key, Span<Real> destination)
    {
        int size = MemorySize;
        key.FillNormal(0, destination);
        var rows = new double[size][];
        for (int i = 0; i < size; i++)
        {
            double[] row = rows[i] = new double[size];
            for (int j = 0; j < size; j++)
            {
                row[j] = destination[(i * size) + j];
            }

            for (int before = 0; before < 2 * i; before++)
            {
                double[] other = rows[before % i];
                double product = VectorOperations.Dot(row, other);
                for (int j = 0; j < size; j++)
                {
                    row[j] -= product * other[j];
                }
            }

            double norm = VectorOperations.Norm(row);
            for (int j = 0; j < size; j++)
            {
                row[j] /= norm;
                destination[(i * size) + j] = (Real)row[j];
            }
        }
    }
}
