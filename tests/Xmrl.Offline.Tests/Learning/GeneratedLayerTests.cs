using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

public class GeneratedLayerTests
{
    private static readonly bool s_isDouble = typeof(Real) == typeof(double);

    private static readonly MacawOptions s_options = new()
    {
        Hidden = [4, 4],
        Latents = 3,
        Rows = 8,
        TasksPerStep = 2,
        PolicyStep = 0.2,
        ValueStep = 0.2,
        Coefficient = 0.5,
    };

    private static double Tolerance => s_isDouble ? 1e-11 : 2e-3;

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(0, false)]
    public void Differentiate_TwoTasks_EqualsTheTapeOfTheWholeStep(int choices, bool hasTail)
    {
        using var pool = new WorkPool(2);
        using MacawLearner learner = Learner(s_options with { HasTail = hasTail }, pool, choices);
        Real[] theta = First(learner);
        (TaskRows[] inner, TaskRows[] outer) = Rows(learner);
        double[] shares = [0.25, 0.75];
        (double norm, double[] found) = new GeneratedSteps(learner, theta).Differentiate(inner, outer, shares);
        var expected = new double[theta.Length];
        for (int task = 0; task < 2; task++)
        {
            double[] own = Expected(learner, theta, inner[task], outer[task]);
            for (int i = 0; i < own.Length; i++)
            {
                expected[i] += shares[task] * own[i];
            }
        }

        for (int i = 0; i < found.Length; i++)
        {
            found[i].ShouldBe(expected[i], Tolerance * Math.Max(1, Math.Abs(expected[i])), TensorOf(learner, i));
        }

        norm.ShouldBe(Math.Sqrt(expected.Sum(value => value * value)), Tolerance * norm);
        learner.Tensors.ShouldAllBe(tensor => found.Skip(tensor.Offset).Take(tensor.Length).Any(value => value != 0));
    }

    /// <summary>Differences of "one step of z, W and b, then J_out + J_V", one block of parameters at a time.</summary>
    [Fact]
    public void Differentiate_AlongDirections_IsTheDifferenceOfTheObjectives()
    {
        using var pool = new WorkPool(1);
        using MacawLearner learner = Learner(s_options with { TasksPerStep = 1 }, pool);
        Real[] theta = First(learner);
        (TaskRows[] inner, TaskRows[] outer) = Rows(learner);
        (_, double[] gradient) = new GeneratedSteps(learner, theta).Differentiate(inner[..1], outer[..1], [1]);
        var held = new HeldObjective(learner.Networks, learner.Options, theta, inner[0], outer[0]);
        double size = s_isDouble ? 1e-5 : 1e-3;
        int[] bounds = [0, learner.Networks.ValueOffset, learner.Networks.RawOffset, theta.Length];
        for (int trial = 0; trial < 9; trial++)
        {
            (int from, int to) = (bounds[trial % 3], bounds[(trial % 3) + 1]);
            double[] direction =
            [
                .. theta.Select((_, i) => i >= from && i < to
                    ? RandomKey.FromSeed(70 + (ulong)trial).Normal((ulong)i) / Math.Sqrt(to - from)
                    : 0),
            ];
            double expected = (held.At(Moved(size)) - held.At(Moved(-size))) / (2 * size);
            direction.Zip(gradient).Sum(pair => pair.First * pair.Second)
                .ShouldBe(expected, (s_isDouble ? 1e-6 : 5e-2) * Math.Max(1, Math.Abs(expected)), $"trial {trial}");

            Real[] Moved(double by) => [.. theta.Zip(direction, (value, move) => (Real)(value + (by * move)))];
        }
    }

    [Fact]
    public void Differentiate_WithoutCoefficient_LeavesTheHeadWhereItIs()
    {
        using var pool = new WorkPool(1);
        using MacawLearner learner = Learner(s_options with { Coefficient = 0 }, pool);
        Real[] theta = First(learner);
        (TaskRows[] inner, TaskRows[] outer) = Rows(learner);
        (_, double[] gradient) = new GeneratedSteps(learner, theta).Differentiate(inner, outer, [0.5, 0.5]);
        foreach (TensorSpec tensor in learner.Tensors.Where(tensor => tensor.Name.StartsWith("advantage.layers", StringComparison.Ordinal)))
        {
            gradient.AsSpan(tensor.Offset, tensor.Length).ToArray().ShouldAllBe(value => value == 0, tensor.Name);
        }
    }

    /// <summary>ψ′ by the factored formula, whole and by a tenth, against stepping z, W and b.</summary>
    [Fact]
    public void Move_Factored_EqualsTheStepOfTheStoredTensors()
    {
        using var pool = new WorkPool(1);
        using MacawLearner learner = Learner(s_options, pool);
        MacawNetworks networks = learner.Networks;
        Real[] theta = First(learner);
        (TaskRows[] inner, TaskRows[] outer) = Rows(learner);
        var tasks = new GeneratedTasks(learner, 2);
        tasks.Differentiate(theta, inner, outer);
        for (int task = 0; task < 2; task++)
        {
            Equal(tasks.Value.Moved[task], Stepped(1, tasks.Value.Inner(task).ToArray()));
            Equal(tasks.Value.Partly[task], Stepped(0.1, tasks.Value.Inner(task).ToArray()));
        }

        Real[] Stepped(double share, Real[] gradient)
        {
            // The raw number whose softplus is the share of the step.
            Real[] raw =
            [
                .. networks.ValueSteps.Of((ReadOnlySpan<Real>)theta).ToArray()
                    .Select(value => (Real)Math.Log(Math.Exp(share * MacawNetworks.Softplus(value)) - 1)),
            ];
            Real[] moved = [.. theta];
            networks.ValueTransform!.Move(moved, [.. gradient.Select(value => (double)value)], raw);
            var generated = new Real[networks.Value.Length];
            networks.ValueTransform.Generate(moved, generated);
            return generated;
        }
    }

    /// <summary>Each of z, W and b adapts with a step size of its own: α_z·W·Wᵀg, α_W·(z·z)·g and α_b·g.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Move_OneStepSize_MovesByItsTensorAlone(int kind)
    {
        var transform = new WeightTransform([new TensorSpec("one.weight", 2, 2, 0), new TensorSpec("one.bias", 2, 1, 4)], 3, 0);
        var theta = new Real[transform.Length];
        transform.Initialize(RandomKey.FromSeed(4), theta);
        double[] gradient = [1, -2, 0.5, 3, 0.25, -1];
        Real[] raw = [-1000, -1000, -1000];
        raw[kind] = (Real)Math.Log(Math.Exp(0.1) - 1);
        var before = new Real[6];
        transform.Generate(theta, before);
        Real[] moved = [.. theta];
        transform.Move(moved, gradient, raw);
        var after = new Real[6];
        transform.Generate(moved, after);
        Real[] z = transform.Layers[0].Latent.Of((ReadOnlySpan<Real>)theta).ToArray();
        Real[] w = transform.Layers[0].Weight.Of((ReadOnlySpan<Real>)theta).ToArray();
        double[] m = [.. Enumerable.Range(0, 3).Select(k => gradient.Select((g, i) => g * w[(3 * i) + k]).Sum())];
        double square = z.Sum(value => (double)value * value);
        for (int i = 0; i < 6; i++)
        {
            double expected = kind switch
            {
                0 => Enumerable.Range(0, 3).Sum(k => w[(3 * i) + k] * m[k]),
                1 => square * gradient[i],
                _ => gradient[i],
            };
            ((double)after[i] - before[i]).ShouldBe(0.1 * expected, s_isDouble ? 1e-14 : 1e-6);
        }
    }

    [Fact]
    public void Initialize_LayersOfThePaper_HaveTheirSizesAndSpreads()
    {
        var networks = new MacawNetworks(new MacawShape
        {
            ObservationSize = 17,
            EncodedActionSize = 6,
            IsCategorical = false,
            Hidden = [100, 100, 100],
            Latents = 100,
        });
        networks.PolicyLength.ShouldBe(26_063);
        networks.PolicyTransform!.Length.ShouldBe(2_632_963);
        networks.Value.Length.ShouldBe(22_101);
        networks.ValueTransform!.Length.ShouldBe(2_232_601);
        (networks.PolicySteps.Length, networks.ValueSteps.Length).ShouldBe((18, 12));
        Dictionary<int, List<double>> squares = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            var theta = new Real[networks.ParameterCount];
            networks.Initialize(RandomKey.FromSeed(seed), theta, (0.001, 0.001, 0.01));
            foreach (GeneratedLayer layer in networks.PolicyTransform.Layers)
            {
                var generated = new Real[networks.PolicyLength];
                WeightTransform.Generate(theta, layer, 0, layer.Length, generated);
                squares.TryAdd(layer.Outputs, []);
                squares[layer.Outputs].Add(generated.AsSpan(layer.At, layer.Length).ToArray().Average(value => (double)value * value));
            }
        }

        foreach ((int outputs, double tolerance) in new[] { (100, 0.02), (6, 0.05) })
        {
            Math.Sqrt(squares[outputs].Average()).ShouldBe(
                0.0577 * Math.Sqrt(1 + (100.0 / (outputs * outputs))), tolerance * 0.0577 * Math.Sqrt(1 + (100.0 / (outputs * outputs))));
        }
    }

    private static double[] Expected(MacawLearner learner, Real[] theta, TaskRows inner, TaskRows outer)
    {
        MacawNetworks networks = learner.Networks;
        var own = new MacawRegressions(networks, learner.Options, learner.Scale);
        var gradient = new double[networks.Value.Length];
        var value = new Real[networks.Value.Length];
        networks.ValueTransform!.Generate(theta, value);
        own.Value.Gradient(value, inner.Observations, inner.Returns, gradient);
        Real[] targets = own.Targets(Stepped(learner.Options.TargetShare), outer);
        Real[] adapted = Stepped(1);
        return new GeneratedTape(networks).Gradient(theta, own.Weigh(adapted, inner), own.Weigh(adapted, outer), targets);

        Real[] Stepped(double share)
        {
            Real[] raw =
            [
                .. networks.ValueSteps.Of((ReadOnlySpan<Real>)theta).ToArray()
                    .Select(number => (Real)Math.Log(Math.Exp(share * MacawNetworks.Softplus(number)) - 1)),
            ];
            Real[] moved = [.. theta];
            networks.ValueTransform.Move(moved, gradient, raw);
            var result = new Real[networks.Value.Length];
            networks.ValueTransform.Generate(moved, result);
            return result;
        }
    }

    private static MacawLearner Learner(MacawOptions options, WorkPool pool, int choices = 0)
    {
        var line = new Line();
        EnvironmentSpec wide = line.Spec with { ObservationSize = 3, ActionSize = choices > 0 ? 1 : 2, ActionChoices = choices };
        return new MacawLearner(
            new Line { Spec = wide }.Stored([.. Enumerable.Range(0, 2).Select(i => line.SampleTask(RandomKey.FromSeed(2), i))], 6),
            options, pool);
    }

    private static Real[] First(MacawLearner learner)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(9), theta);
        return theta;
    }

    private static (TaskRows[] Inner, TaskRows[] Outer) Rows(MacawLearner learner) => (
        [MacawStepTests.Rows(learner.Networks.Shape, 8, 1), MacawStepTests.Rows(learner.Networks.Shape, 8, 3)],
        [MacawStepTests.Rows(learner.Networks.Shape, 8, 2), MacawStepTests.Rows(learner.Networks.Shape, 8, 4)]);

    private static string TensorOf(MacawLearner learner, int index)
        => learner.Tensors.Last(tensor => tensor.Offset <= index).Name;

    private static void Equal(Real[] found, Real[] expected)
    {
        for (int i = 0; i < found.Length; i++)
        {
            ((double)found[i]).ShouldBe(expected[i], s_isDouble ? 1e-14 : 1e-5);
        }
    }
}
