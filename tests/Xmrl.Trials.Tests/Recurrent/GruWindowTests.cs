using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Trials.Tests.Recurrent;

/// <summary>The recurrence against a plain loop, and where it has a closed form.</summary>
public sealed class GruWindowTests
{
    private const double Tolerance = sizeof(Real) == sizeof(double) ? 1e-12 : 2e-6;
    private const int Steps = 3;

    private readonly TrialHarness _harness = new(memory: 3);

    [Fact]
    public void Forward_ThreeSteps_EqualsPlainLoop()
    {
        Real[] inputs = Inputs();
        double[] memory = [0.1, -0.2, 0.3];
        Real[] found = Run(inputs, memory);
        for (int step = 0; step < Steps; step++)
        {
            memory = Next(inputs, step, memory);
        }

        for (int i = 0; i < memory.Length; i++)
        {
            found[i].ShouldBe((Real)memory[i], Tolerance);
        }
    }

    [Fact]
    public void Forward_UpdateGateOpen_KeepsTheMemory()
    {
        Bias(1).Fill(1e4f);
        Run(Inputs(), [0.1, -0.2, 0.3]).ShouldBe([(Real)0.1, (Real)(-0.2), (Real)0.3]);
    }

    [Fact]
    public void Forward_UpdateGateShutAndNoRecurrence_ForgetsTheMemory()
    {
        Bias(1).Fill(-1e4f);
        _harness.Policy.MemoryWeight.Of(_harness.Parameters.AsSpan()).Clear();
        Run(Inputs(), [0.1, -0.2, 0.3]).ShouldBe(Run(Inputs(), [0.9, 0.8, 0.7]));
    }

    [Fact]
    public void Initialize_MemoryWeights_AreOrthogonalPerGate()
    {
        var policy = new GruPolicy(new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1 }), 16);
        var parameters = new Real[policy.ParameterCount];
        policy.Initialize(Numerics.Randomness.RandomKey.FromSeed(1), parameters);
        Real[] weights = policy.MemoryWeight.Of(parameters.AsSpan()).ToArray();
        for (int gate = 0; gate < 3; gate++)
        {
            for (int row = 0; row < 16; row++)
            {
                for (int other = 0; other < 16; other++)
                {
                    double product = Enumerable.Range(0, 16)
                        .Sum(i => (double)weights[(((gate * 16) + row) * 16) + i] * weights[(((gate * 16) + other) * 16) + i]);
                    product.ShouldBe(row == other ? 1 : 0, 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Policy_WithContext_IsRefused()
    {
        var policy = new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, ContextSize = 3 });
        Should.Throw<ArgumentException>(() => new GruPolicy(policy, 4)).Message.ShouldContain("contextSize 3");
    }

    private Span<Real> Bias(int gate) => _harness.Policy.Body.Tensors[^1].Of(_harness.Parameters.AsSpan()).Slice(3 * gate, 3);

    private Real[] Inputs()
        => [.. Enumerable.Range(0, _harness.Policy.InputSize * Steps).Select(i => (Real)Math.Sin(1 + (0.7 * i)))];

    private Real[] Run(Real[] inputs, double[] start)
    {
        var window = new GruWindow(_harness.Network);
        window.Load(_harness.Parameters);
        window.Begin(1, Steps);
        for (int i = 0; i < start.Length; i++)
        {
            window.Start[i, 0] = (Real)start[i];
        }

        window.Forward(new ConstMatrix(inputs, _harness.Policy.InputSize, Steps));
        return [.. Enumerable.Range(0, start.Length).Select(i => window.End[i, 0])];
    }

    /// <summary>r = σ(W_r x + U_r h + b_r), u = σ(W_u x + U_u h + b_u), n = tanh(W_n x + b_n + r∘(U_n h + c)),
    /// h′ = (1 − u)∘n + u∘h.</summary>
    private double[] Next(Real[] inputs, int step, double[] memory)
    {
        GruPolicy policy = _harness.Policy;
        Real[] theta = _harness.Parameters;
        int size = memory.Length;
        double[] projected = [.. Enumerable.Range(0, 3 * size).Select(row => theta[policy.Body.Tensors[^1].Offset + row]
            + Enumerable.Range(0, policy.InputSize).Sum(
                i => (double)theta[policy.Body.Tensors[^2].Offset + (row * policy.InputSize) + i] * inputs[(i * Steps) + step]))];
        double[] recurrent = [.. Enumerable.Range(0, 3 * size).Select(row => Enumerable.Range(0, size).Sum(
            i => theta[policy.MemoryWeight.Offset + (row * size) + i] * memory[i]))];
        return
        [
            .. Enumerable.Range(0, size).Select(i =>
            {
                double reset = 1 / (1 + Math.Exp(-projected[i] - recurrent[i]));
                double update = 1 / (1 + Math.Exp(-projected[size + i] - recurrent[size + i]));
                double candidate = Math.Tanh(
                    projected[(2 * size) + i] + (reset * (recurrent[(2 * size) + i] + theta[policy.MemoryBias.Offset + i])));
                return ((1 - update) * candidate) + (update * memory[i]);
            }),
        ];
    }
}
