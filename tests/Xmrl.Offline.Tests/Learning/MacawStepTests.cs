using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

public class MacawStepTests
{
    private static readonly bool s_isDouble = typeof(Real) == typeof(double);

    private static readonly MacawShape s_shape = new()
    {
        ObservationSize = 3,
        EncodedActionSize = 2,
        IsCategorical = false,
        Hidden = [4, 4],
        HeadUnits = 4,
    };

    private static readonly MacawOptions s_options = new() { Rows = 8, PolicyStep = 0.2, ValueStep = 0.2, Coefficient = 0.5 };

    /// <summary>Differences of "two inner steps, then J_out + J_V", with weights, advantages and targets held, along random
    /// directions.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_AlongDirections_IsTheDifferenceOfTheObjectives(bool isCategorical)
    {
        MacawShape shape = s_shape with { IsCategorical = isCategorical };
        var networks = new MacawNetworks(shape);
        var step = new MacawStep(networks, s_options, 1);
        Real[] theta = First(networks, 3);
        (TaskRows inner, TaskRows outer) = (Rows(shape, 8, 1), Rows(shape, 8, 2));
        var gradient = new double[networks.ParameterCount];
        step.Gradient(theta, inner, outer, gradient);
        var held = new HeldObjective(networks, s_options, theta, inner, outer);
        double size = s_isDouble ? 1e-5 : 1e-2;
        double[] directions = new double[networks.ParameterCount];
        for (int trial = 0; trial < 6; trial++)
        {
            // One block of parameters at a time: policy, value, raw numbers.
            (int from, int to) = (trial % 3) switch
            {
                0 => (0, networks.PolicyLength),
                1 => (networks.PolicyLength, networks.RawOffset),
                _ => (networks.RawOffset, networks.ParameterCount),
            };
            Array.Clear(directions);
            for (int i = from; i < to; i++)
            {
                directions[i] = RandomKey.FromSeed(90 + (ulong)trial).Normal((ulong)i) / Math.Sqrt(to - from);
            }

            double expected = (held.At(Moved(theta, directions, size)) - held.At(Moved(theta, directions, -size))) / (2 * size);
            double found = directions.Zip(gradient).Sum(pair => pair.First * pair.Second);
            found.ShouldBe(expected, (s_isDouble ? 1e-6 : 3e-2) * Math.Max(1, Math.Abs(expected)), $"trial {trial}");
            Math.Abs(expected).ShouldBeGreaterThan(1e-6);
        }
    }

    [Fact]
    public void Gradient_OfTheValue_DoesNotSeeThePolicy()
    {
        var networks = new MacawNetworks(s_shape);
        var step = new MacawStep(networks, s_options, 1);
        Real[] theta = First(networks, 3);
        (TaskRows inner, TaskRows outer) = (Rows(s_shape, 8, 1), Rows(s_shape, 8, 2));
        var before = new double[networks.ParameterCount];
        step.Gradient(theta, inner, outer, before);
        for (int i = 0; i < networks.PolicyLength; i++)
        {
            theta[i] *= 2;
        }

        var after = new double[networks.ParameterCount];
        step.Gradient(theta, inner, outer, after);
        after[networks.PolicyLength..networks.RawOffset].ShouldBe(before[networks.PolicyLength..networks.RawOffset]);
        after[..networks.PolicyLength].ShouldNotBe(before[..networks.PolicyLength]);
    }

    [Fact]
    public void Gradient_OfTheHead_IsZeroWithoutCoefficientAloneAndOfEveryTensorElse()
    {
        var networks = new MacawNetworks(s_shape);
        var step = new MacawStep(networks, s_options, 1);
        Real[] theta = First(networks, 3);
        var gradient = new double[networks.ParameterCount];
        step.Gradient(theta, Rows(s_shape, 8, 1), Rows(s_shape, 8, 2), gradient);
        foreach (TensorSpec tensor in networks.Tensors)
        {
            gradient.AsSpan(tensor.Offset, tensor.Length).ToArray().Any(value => value != 0).ShouldBeTrue(tensor.Name);
        }

        theta[networks.Coefficient.Offset] = -1000;
        step.Gradient(theta, Rows(s_shape, 8, 1), Rows(s_shape, 8, 2), gradient);
        gradient[networks.Policy.Length..networks.PolicyLength].ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Adapt_LinearValueOnOneHotStates_MovesTowardsTheMeanReturn()
    {
        const int States = 4;
        var shape = new MacawShape { ObservationSize = States, EncodedActionSize = 1, IsCategorical = false, Hidden = [], HeadUnits = 1 };
        var networks = new MacawNetworks(shape);
        Real[] theta = new Real[networks.ParameterCount];
        networks.Initialize(RandomKey.FromSeed(1), theta, (0.1, 0.3, 0));
        networks.Value.Tensors[1].Of(theta.AsSpan()).Clear();
        Real[] before = networks.Value.Tensors[0].Of((ReadOnlySpan<Real>)theta).ToArray();
        var rows = new TaskRows(8, States, 1);
        for (int i = 0; i < 8; i++)
        {
            rows.Observations[i / 2, i] = 1;
            rows.Returns[i] = i;
        }

        new MacawStep(networks, new MacawOptions { Rows = 8 }, 1).Adapt(theta, rows);
        double step = Math.Log(1 + 0.3);
        for (int s = 0; s < States; s++)
        {
            double mean = (2 * s) + 0.5;
            ((double)networks.Value.Tensors[0].Of((ReadOnlySpan<Real>)theta)[s])
                .ShouldBe(before[s] + (2 * step / States * (mean - before[s])), s_isDouble ? 1e-12 : 1e-5);
        }
    }

    [Fact]
    public void Outer_WeightedMeans_AreTheFixedPoints()
    {
        double[] weights = [0.5, 2, 1, 0.25];
        var real = new MacawNetworks(new MacawShape
        {
            ObservationSize = 1,
            EncodedActionSize = 1,
            IsCategorical = false,
            Hidden = [],
            HeadUnits = 1,
            SquashesMean = false,
        });
        var theta = new Real[real.ParameterCount];
        double[] actions = [-1, 0.5, 2, 1];
        double mean = weights.Zip(actions).Sum(pair => pair.First * pair.Second) / weights.Sum();
        real.Policy.Tensors[1].Of(theta.AsSpan())[0] = (Real)mean;
        Gradient(real, theta, (row, i) => (Real)actions[i], weights)[1].ShouldBe(0, s_isDouble ? 1e-12 : 1e-4);

        var choices = new MacawNetworks(new MacawShape
        {
            ObservationSize = 1,
            EncodedActionSize = 3,
            IsCategorical = true,
            Hidden = [],
            HeadUnits = 1,
        });
        theta = new Real[choices.ParameterCount];
        int[] chosen = [0, 2, 2, 1];
        for (int c = 0; c < 3; c++)
        {
            choices.Policy.Tensors[1].Of(theta.AsSpan())[c] = (Real)Math.Log(weights.Where((_, i) => chosen[i] == c).Sum());
        }

        double[] gradient = Gradient(choices, theta, (row, i) => chosen[i] == row ? 1 : 0, weights);
        gradient[3..6].ShouldAllBe(value => Math.Abs(value) < (s_isDouble ? 1e-12 : 1e-5));
    }

    [Fact]
    public void Weights_ThreeAdvantagesAndAnOutlier_AreThoseByHand()
    {
        var weights = new double[3];
        AdvantageWeights.Compute([1, 2, 3], 1, 1, weights).ShouldBeTrue();
        weights[0].ShouldBe(Math.Exp(-1), 1e-12);
        weights[1].ShouldBe(1, 1e-12);
        weights[2].ShouldBe(Math.E, 1e-12);
        double[] many = [.. Enumerable.Repeat(0.0, 999), 1000];
        var clipped = new double[1000];
        AdvantageWeights.Compute(many, 1, 1, clipped).ShouldBeTrue();
        clipped[^1].ShouldBe(20, 1e-12);
        AdvantageWeights.Compute([3, 3, 3], 1, 1, weights).ShouldBeFalse();
        weights.ShouldBe([1, 1, 1]);
    }

    /// <summary>One state, actions N(0, 1), rewards −(a − c)² with c = ±1: the learned step ends at ±2/(√6 + 2), α* = σ²/E w.</summary>
    [Fact]
    public void Learning_TwoTargets_FindsTheKnownStepAndMeans()
    {
        const int Count = 1024;
        var networks = new MacawNetworks(new MacawShape
        {
            ObservationSize = 1,
            EncodedActionSize = 1,
            IsCategorical = false,
            Hidden = [],
            HeadUnits = 1,
            SquashesMean = false,
        });
        var options = new MacawOptions { Rows = Count, Coefficient = 0 };
        var step = new MacawStep(networks, options, 1);
        var theta = new Real[networks.ParameterCount];
        networks.Initialize(RandomKey.FromSeed(2), theta, (0.003, 0.03, 0));
        TaskRows inner = new(Count, 1, 1);
        TaskRows outer = new(Count, 1, 1);
        Train(networks, theta, 2000, 2, (task, key, gradient) =>
        {
            Fill(inner, task, key.Derive(0));
            Fill(outer, task, key.Derive(1));
            step.Gradient(theta, inner, outer, gradient);
        });

        double root = Math.Sqrt(6);
        double alpha = MacawNetworks.Softplus(networks.PolicySteps.Of((ReadOnlySpan<Real>)theta)[1]);
        alpha.ShouldBe(0.0298, 0.05 * 0.0298);
        for (int task = 0; task < 2; task++)
        {
            double sum = 0;
            for (int draw = 0; draw < 20; draw++)
            {
                Real[] adapted = [.. theta];
                Fill(inner, task, RandomKey.FromSeed(77).Derive(draw));
                step.Adapt(adapted, inner);
                sum += networks.Policy.Tensors[1].Of((ReadOnlySpan<Real>)adapted)[0] / 20;
            }

            sum.ShouldBe((task == 0 ? 1 : -1) * 2 / (root + 2), 0.02);
        }

        static void Fill(TaskRows rows, int task, RandomKey key)
        {
            double target = task == 0 ? 1 : -1;
            for (int i = 0; i < rows.Count; i++)
            {
                double action = key.Normal((ulong)i);
                rows.Actions[0, i] = (Real)action;
                rows.Returns[i] = (Real)(-(action - target) * (action - target));
            }
        }
    }

    /// <summary>Values N(0, 1) per state, four samples of noise 2: the learned step is the posterior's, η* = 1.</summary>
    [Fact]
    public void Learning_NoisyValues_FindsTheShrinkageOfThePosterior()
    {
        const int States = 4;
        const int Tasks = 12;
        var networks = new MacawNetworks(new MacawShape
        {
            ObservationSize = States,
            EncodedActionSize = 1,
            IsCategorical = false,
            Hidden = [],
            HeadUnits = 1,
        });
        var step = new MacawStep(networks, new MacawOptions { Rows = 16, Coefficient = 0, HasTail = false }, 1);
        var theta = new Real[networks.ParameterCount];
        networks.Initialize(RandomKey.FromSeed(2), theta, (0.01, 0.1, 0));
        networks.ValueSteps.Of(theta.AsSpan())[1] = -1000;
        TaskRows inner = new(16, States, 1);
        TaskRows outer = new(16, States, 1);
        Train(networks, theta, 1500, Tasks, (task, key, gradient) =>
        {
            Fill(inner, key, 1);
            Fill(outer, key, 2);
            step.Gradient(theta, inner, outer, gradient);
        });
        MacawNetworks.Softplus(networks.ValueSteps.Of((ReadOnlySpan<Real>)theta)[0]).ShouldBe(1, 0.05);

        static void Fill(TaskRows rows, RandomKey key, int kind)
        {
            for (int i = 0; i < 16; i++)
            {
                rows.Observations[i / 4, i] = 1;
                rows.Returns[i] = (Real)(key.Derive(0).Normal((ulong)(i / 4)) + (2 * key.Derive(kind).Normal((ulong)i)));
            }
        }
    }

    private static void Train(
        MacawNetworks networks, Real[] theta, int steps, int tasks, Action<int, RandomKey, double[]> gradientOf)
    {
        var adam = new Adam(networks.ParameterCount, new AdamOptions { StepSize = 1e-2 });
        var row = new double[networks.ParameterCount];
        var sum = new double[networks.ParameterCount];
        for (int step = 0; step < steps; step++)
        {
            Array.Clear(sum);
            for (int task = 0; task < tasks; task++)
            {
                gradientOf(task, RandomKey.FromSeed(5).Derive(step).Derive(task), row);
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] += row[i] / tasks;
                }
            }

            // The last fifth with ever smaller steps, to end at the optimum instead of around it.
            adam.StepSize = 1e-2 * Math.Min(1, (steps - step) / (0.2 * steps));
            adam.Step(theta, sum);
        }
    }

    private static double[] Gradient(MacawNetworks networks, Real[] theta, Func<int, int, Real> action, double[] weights)
    {
        var rows = new TaskRows(weights.Length, 1, networks.Shape.EncodedActionSize);
        for (int i = 0; i < weights.Length; i++)
        {
            for (int row = 0; row < networks.Shape.EncodedActionSize; row++)
            {
                rows.Actions[row, i] = action(row, i);
            }
        }

        var gradient = new double[networks.PolicyLength];
        new PolicyProgram(networks).Outer(
            theta,
            new PolicySamples
            {
                Observations = rows.Observations,
                Actions = rows.Actions,
                Weights = Array.ConvertAll(weights, weight => (Real)(weight / weights.Length)),
                Advantages = new Real[weights.Length],
            },
            gradient);
        return gradient;
    }

    private static Real[] Moved(Real[] theta, double[] direction, double size)
        => [.. theta.Zip(direction, (value, move) => (Real)(value + (size * move)))];

    private static Real[] First(MacawNetworks networks, ulong seed)
    {
        var theta = new Real[networks.ParameterCount];
        networks.Initialize(RandomKey.FromSeed(seed), theta, (0.2, 0.2, 0.5));
        return theta;
    }

    internal static TaskRows Rows(MacawShape shape, int count, ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        var rows = new TaskRows(count, shape.ObservationSize, shape.EncodedActionSize);
        for (int i = 0; i < count; i++)
        {
            for (int o = 0; o < shape.ObservationSize; o++)
            {
                rows.Observations[o, i] = (Real)key.Derive(0).Normal((ulong)((i * 8) + o));
                rows.Finals[o, i] = (Real)key.Derive(1).Normal((ulong)((i * 8) + o));
            }

            for (int a = 0; a < shape.EncodedActionSize; a++)
            {
                rows.Actions[a, i] = shape.IsCategorical ? (i % 2 == a ? 1 : 0) : (Real)(0.3 * key.Derive(2).Normal((ulong)((i * 8) + a)));
            }

            rows.Returns[i] = (Real)key.Derive(3).Normal((ulong)i);
            rows.Tails[i] = i % 3 == 0 ? 0 : (Real)0.9;
        }

        return rows;
    }
}
