#if REAL_IS_DOUBLE
using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff.Tests;

/// <summary>Every operation's first, second and third derivative against central differences, in double.</summary>
public sealed class DerivativeTests
{
    // Central differences with step 1e-5 err by about 1e-10 (third derivative) + 1e-16/1e-5 (rounding).
    private const double Tolerance = 2e-8;

    private const int B = Shape.Batch;

    public static TheoryData<string> Operations { get; } = [.. Cases.Keys];

    private static Dictionary<string, Func<TapeHarness, Node>> Cases => new()
    {
        ["multiply"] = h => h.Tape.Multiply(h.Input("a", 3, 2), h.Input("x", 2, B)),
        ["multiply transposed left"] = h => h.Tape.MultiplyTransposedLeft(h.Input("a", 2, 3), h.Input("x", 2, B)),
        ["multiply transposed right"] = h => h.Tape.MultiplyTransposedRight(h.Input("a", 3, B), h.Input("x", 2, B)),
        ["small multiply transposed right"] = h => h.Tape.MultiplyTransposedRight(h.Input("a", 3, 4), h.Input("x", 2, 4)),
        ["linear identity"] = h => Layer(h, Activation.Identity),
        ["linear tanh"] = h => Layer(h, Activation.Tanh),
        ["linear relu"] = h => Layer(h, Activation.Relu),
        ["two layers"] = h => h.Tape.Linear(h.Input("w2", 2, 3), h.Input("b2", 2, 1), Layer(h, Activation.Tanh), Activation.Tanh),
        ["add"] = h => h.Input("x", 2, B) + h.Input("y", 2, B),
        ["subtract"] = h => h.Input("x", 2, B) - h.Input("y", 2, B),
        ["product"] = h => h.Input("x", 2, B) * h.Input("y", 2, B),
        ["square"] = h => h.Tape.Square(h.Input("x", 2, B)),
        ["quotient"] = h => h.Input("x", 2, B) / h.Input("y", 2, B, 0.5, 2),
        ["scale and shift"] = h => (3.5 * h.Input("x", 2, B)) + 0.25,
        ["tanh"] = h => h.Tape.Tanh(h.Input("x", 2, B)),
        ["relu"] = h => h.Tape.Relu(h.Input("x", 2, B)),
        ["exp"] = h => h.Tape.Exp(h.Input("x", 2, B)),
        ["log"] = h => h.Tape.Log(h.Input("x", 2, B, 0.5, 2)),
        ["sqrt"] = h => h.Tape.Sqrt(h.Input("x", 2, B, 0.5, 2)),
        ["sigmoid"] = h => h.Tape.Sigmoid(3.0 * h.Input("x", 2, B)),
        ["softplus"] = h => h.Tape.Softplus(3.0 * h.Input("x", 2, B)),
        ["concat rows"] = h => h.Tape.Square(h.Tape.ConcatRows(h.Input("x", 2, B), h.Tape.Exp(h.Input("y", 3, B)))),
        ["maximum"] = h => h.Tape.Maximum(h.Tape.Square(h.Input("x", 2, B)), h.Input("y", 2, B)),
        ["minimum"] = h => h.Tape.Minimum(h.Tape.Square(h.Input("x", 2, B)), h.Input("y", 2, B)),
        ["clip"] = h => h.Tape.Clip(h.Tape.Exp(h.Input("x", 2, B)), 0.6, 1.5),
        ["mask"] = h => h.Tape.Mask(h.Tape.Exp(h.Input("x", 2, B)), h.Input("y", 2, B)),
        ["sum"] = h => h.Tape.Square(h.Tape.Sum(h.Input("x", 2, B))),
        ["sum samples"] = h => h.Tape.Square(h.Tape.SumSamples(h.Input("x", 2, B))),
        ["sum features"] = h => h.Tape.Square(h.Tape.SumFeatures(h.Input("x", 2, B))),
        ["broadcast scalar"] = h => h.Tape.Square(h.Tape.Broadcast(h.Input("x", 1, 1), new Shape(2, B))),
        ["broadcast samples"] = h => h.Tape.Square(h.Tape.Broadcast(h.Input("x", 3, 1), new Shape(3, B))),
        ["broadcast features"] = h => h.Tape.Square(h.Tape.Broadcast(h.Input("x", 1, B), new Shape(3, B))),
        ["cumulative sum"] = h => h.Tape.Exp(h.Tape.CumulativeSum(h.Input("x", 1, B))),
        ["slice rows"] = h => h.Tape.Square(h.Tape.SliceRows(h.Input("x", 4, B), 1, 2)),
        ["reshape"] = h => h.Tape.Square(h.Tape.Reshape(h.Input("x", 4, 3), 2, 6)),
        ["generated layer"] = Generated,
        ["gaussian log density"] = LogDensity,
        ["tangent"] = Moved,
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Gradient_EveryOperationToThirdOrder_EqualsCentralDifferences(string operation)
    {
        var harness = new TapeHarness();
        Node y = Cases[operation](harness);
        Node[] inputs = [.. harness.Inputs];
        Node first = harness.Probe(harness.Tape.Exp(0.3 * y), "probe0");
        foreach (Node input in inputs)
        {
            harness.GradientError(first, input).ShouldBeLessThan(Tolerance, $"first derivative of {operation}");
        }

        Node[] gradient = harness.Tape.Gradient(first, inputs);
        Node second = Total(harness, gradient, "probe1");
        foreach (Node input in inputs)
        {
            harness.GradientError(second, input).ShouldBeLessThan(Tolerance, $"second derivative of {operation}");
        }

        Node[] curvature = harness.Tape.Gradient(second, inputs);
        Node third = Total(harness, curvature, "probe2");
        foreach (Node input in inputs)
        {
            harness.GradientError(third, input).ShouldBeLessThan(10 * Tolerance, $"third derivative of {operation}");
        }
    }

    [Fact]
    public void Gradient_StopGradient_IsConstantToEveryDerivative()
    {
        var harness = new TapeHarness();
        Node x = harness.Input("x", 2, B);
        Node y = harness.Tape.Sum(x * harness.Tape.StopGradient(harness.Tape.Square(x)));

        Real[] gradient = harness.Evaluate(harness.Tape.Gradient(y, x)[0]);

        gradient.ShouldBe(harness.ValuesOf(x).Select(v => v * v));
    }

    [Fact]
    public void VectorJacobian_SeededWithVector_EqualsHessianTimesVector()
    {
        var harness = new TapeHarness();
        Tape tape = harness.Tape;
        Node x = harness.Input("x", 2, 1);
        Node v = harness.Input("v", 2, 1);

        // f = x₀²·x₁ + e^{x₀}: H = [[2x₁ + e^{x₀}, 2x₀], [2x₀, 0]].
        Node x0 = tape.SliceRows(x, 0, 1);
        Node x1 = tape.SliceRows(x, 1, 1);
        Node[] gradient = tape.Gradient((x0 * x0 * x1) + tape.Exp(x0), x);
        Real[] product = harness.Evaluate(tape.VectorJacobian(gradient, [v], [x])[0]);

        Real[] a = harness.ValuesOf(x);
        Real[] b = harness.ValuesOf(v);
        product[0].ShouldBe((((2 * a[1]) + Math.Exp(a[0])) * b[0]) + (2 * a[0] * b[1]), 1e-14);
        product[1].ShouldBe(2 * a[0] * b[0], 1e-14);
    }

    [Fact]
    public void Tangent_AllInputsMove_EqualsCentralDifferences()
    {
        // d/dt y(x + t·d) at t = 0, with t an input of the tape.
        var harness = new TapeHarness();
        Tape tape = harness.Tape;
        Node t = harness.Input("t", 1, 1);
        harness.ValuesOf(t)[0] = 0;
        Node w = harness.Input("w", 3, 2);
        Node b = harness.Input("b", 3, 1);
        Node dw = harness.Input("dw", 3, 2);
        Node db = harness.Input("db", 3, 1);
        Node x = harness.Input("x", 2, B);
        Node moving = harness.Probe(
            tape.Linear(w + (tape.Broadcast(t, w.Shape) * dw), b + (tape.Broadcast(t, b.Shape) * db), x, Activation.Tanh), "probe");
        Node resting = tape.Linear(w, b, x, Activation.Tanh);
        Node[] tangent = tape.Tangent([resting, w], [w, b], [dw, db]);
        Real expected = harness.Evaluate(tape.Gradient(moving, t)[0])[0];
        Node weights = harness.Inputs.Last();
        harness.Evaluate(tape.Dot(tangent[0], weights))[0].ShouldBe(expected, 1e-13);
        harness.Evaluate(tangent[1]).ShouldBe(harness.ValuesOf(dw));
        harness.GradientError(moving, t).ShouldBeLessThan(Tolerance);
    }

    private static Node Total(TapeHarness harness, Node[] parts, string name)
    {
        Node total = harness.Tape.Constant(0, Shape.Scalar);
        for (int k = 0; k < parts.Length; k++)
        {
            total += harness.Probe(parts[k], $"{name}.{k}");
        }

        return total;
    }

    private static Node Layer(TapeHarness h, Activation activation)
        => h.Tape.Linear(h.Input("w", 3, 2), h.Input("b", 3, 1), h.Input("x", 2, B), activation);

    private static Node Moved(TapeHarness h)
    {
        Node w = h.Input("w", 3, 2);
        Node b = h.Input("b", 3, 1);
        return h.Tape.Tangent(
            [h.Tape.Linear(w, b, h.Input("x", 2, B), Activation.Tanh)], [w, b], [h.Input("dw", 3, 2), h.Input("db", 3, 1)])[0];
    }

    /// <summary>A layer whose weight and bias are W·z + b of a latent z.</summary>
    private static Node Generated(TapeHarness h)
    {
        Node all = h.Tape.Multiply(h.Input("W", 9, 3), h.Input("z", 3, 1)) + h.Input("b", 9, 1);
        return h.Tape.Linear(
            h.Tape.Reshape(h.Tape.SliceRows(all, 0, 6), 3, 2), h.Tape.SliceRows(all, 6, 3), h.Input("x", 2, B), Activation.Tanh);
    }

    private static Node LogDensity(TapeHarness h)
    {
        Tape tape = h.Tape;
        Node mean = Layer(h, Activation.Tanh);
        Node logStd = h.Input("log std", 3, 1);
        Node inverse = tape.Broadcast(tape.Exp(-logStd), mean.Shape);
        Node z = (h.Input("action", 3, B) - mean) * inverse;
        return tape.SumFeatures(-0.5 * tape.Square(z)) - tape.Broadcast(
            tape.SumFeatures(tape.Broadcast(tape.Sum(logStd), new Shape(1, 1))), new Shape(1, B));
    }
}
#endif
