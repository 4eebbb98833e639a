#if REAL_IS_DOUBLE
namespace Xmrl.Autodiff.Tests;

/// <summary>Group products and attention, in double.</summary>
public sealed class GroupTests
{
    // Third derivatives of products of three sums: central differences err by 1e-7.
    private const double Tolerance = 1e-6;
    private const double Exact = 1e-12;

    public static TheoryData<string, int, int> Products
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (string name in (string[])["gram", "mix", "mix transposed", "softmax", "attention", "select", "spread"])
            {
                foreach (int members in (int[])[1, 3, 5])
                {
                    data.Add(name, members, 1);
                    data.Add(name, members, 2);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Gradient_GroupProductToThirdOrder_EqualsCentralDifferences(string product, int members, int groups)
    {
        var harness = new TapeHarness();
        Tape tape = harness.Tape;
        Node scalar = harness.Probe(tape.Exp(0.3 * Record(harness, product, members, groups)), "probe0");
        Node[] inputs = [.. harness.Inputs.SkipLast(1)];
        for (int order = 1; order <= 3; order++)
        {
            foreach (Node input in inputs)
            {
                harness.GradientError(scalar, input).ShouldBeLessThan(Tolerance, $"derivative {order} of {product}");
            }

            Node[] gradient = tape.Gradient(scalar, inputs);
            scalar = tape.Constant(0, Shape.Scalar);
            for (int k = 0; k < gradient.Length; k++)
            {
                scalar += harness.Probe(gradient[k], $"probe{order}.{k}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 4)]
    public void Attention_RandomTokens_EqualsTripleLoop(int members, int groups)
    {
        var harness = new TapeHarness();
        Node keys = harness.Input("k", 3, -groups * members);
        Node queries = harness.Input("q", 3, -2 * groups);
        Node values = harness.Input("v", 4, -groups * members);
        Real[] result = harness.Evaluate(Attention(harness.Tape, keys, queries, values, groups));

        Real[] k = harness.ValuesOf(keys);
        Real[] q = harness.ValuesOf(queries);
        Real[] v = harness.ValuesOf(values);
        int all = groups * TapeHarness.Samples;
        for (int s = 0; s < all; s++)
        {
            for (int n = 0; n < 2; n++)
            {
                double[] weights = [.. Enumerable.Range(0, members).Select(m => Math.Exp(Enumerable.Range(0, 3)
                    .Sum(i => k[(i * members * all) + (m * all) + s] * q[(i * 2 * all) + (n * all) + s])))];
                for (int i = 0; i < 4; i++)
                {
                    double expected = Enumerable.Range(0, members).Sum(m => weights[m] * v[(i * members * all) + (m * all) + s])
                        / weights.Sum();
                    result[(i * 2 * all) + (n * all) + s].ShouldBe(expected, Exact);
                }
            }
        }
    }

    [Fact]
    public void Attention_MaskedToken_DoesNotMatter()
    {
        var harness = new TapeHarness();
        Tape tape = harness.Tape;
        Node keys = harness.Input("k", 3, -3);
        Node queries = harness.Input("q", 3, -3);
        Node values = harness.Input("v", 2, -3);
        Node mask = harness.Input("mask", 1, -3);
        Array.Clear(harness.ValuesOf(mask));
        Array.Fill(harness.ValuesOf(mask), (Real)(-1e9), TapeHarness.Samples, TapeHarness.Samples);
        Node fit = tape.GroupGram(keys, queries, 1) + tape.GroupGram(mask, tape.Constant(1, new Shape(1, -3)), 1);
        Node result = tape.GroupMix(values, tape.Softmax(fit), 1);
        Real[] before = harness.Evaluate(result);

        Replace(harness, keys, 1);
        Replace(harness, values, 1);
        harness.Evaluate(result).ShouldBe(before);
        Replace(harness, values, 2);
        harness.Evaluate(result).ShouldNotBe(before);
    }

    [Fact]
    public void Attention_AllTokensMasked_IsTheirMean()
    {
        var harness = new TapeHarness();
        Tape tape = harness.Tape;
        Node values = harness.Input("v", 1, -2);
        Node mask = harness.Input("mask", 2, -1);
        Array.Fill(harness.ValuesOf(mask), (Real)(-1e9));

        Real[] result = harness.Evaluate(tape.GroupMix(values, tape.Softmax(mask), 1));

        Real[] v = harness.ValuesOf(values);
        for (int s = 0; s < TapeHarness.Samples; s++)
        {
            result[s].ShouldBe((v[s] + v[TapeHarness.Samples + s]) / 2, Exact);
        }
    }

    [Fact]
    public void Attention_TokensReordered_ReordersTheResult()
    {
        var harness = new TapeHarness();
        Node x = harness.Input("x", 3, -3);
        Node result = Attention(harness.Tape, x, harness.Tape.Tanh(x), x, 1);
        Real[] before = harness.Evaluate(result);
        Rotate(harness.ValuesOf(x));
        Rotate(before);

        Real[] after = harness.Evaluate(result);

        for (int i = 0; i < after.Length; i++)
        {
            after[i].ShouldBe(before[i], Exact);
        }

        // Token j of every sample becomes token j + 1.
        static void Rotate(Real[] rows)
        {
            int columns = 3 * TapeHarness.Samples;
            for (int row = 0; row < rows.Length; row += columns)
            {
                Real[] old = [.. rows.AsSpan(row, columns)];
                for (int i = 0; i < columns; i++)
                {
                    rows[row + ((i + TapeHarness.Samples) % columns)] = old[i];
                }
            }
        }
    }

    [Fact]
    public void Attention_OneToken_IsItsValue()
    {
        var harness = new TapeHarness();
        Node values = harness.Input("v", 2, -1);
        Node result = Attention(harness.Tape, harness.Input("k", 3, -1), harness.Input("q", 3, -1), values, 1);
        harness.Evaluate(result).ShouldBe(harness.ValuesOf(values));
    }

    [Fact]
    public void GroupMix_OtherNumberOfMembers_SaysBothShapes()
    {
        var tape = new Tape();
        Node values = tape.Input("values", 2, -6);
        Node weights = tape.Input("weights", 2, -2);
        Should.Throw<ArgumentException>(() => tape.GroupMix(values, weights, 2)).Message.ShouldBe(
            "V·P of 2 groups does not fit: values has shape [2, 6·samples], weights has shape [2, 2·samples].");
    }

    private static Node Record(TapeHarness h, string product, int members, int groups)
    {
        int m = groups * members;
        int n = groups * 2;
        Tape tape = h.Tape;
        return product switch
        {
            "gram" => tape.GroupGram(h.Input("k", 3, -m), h.Input("q", 3, -n), groups),
            "mix" => tape.GroupMix(h.Input("v", 3, -m), h.Input("p", members, -n), groups),
            "mix transposed" => tape.GroupMixTransposed(h.Input("q", 3, -n), h.Input("p", members, -n), groups),
            "softmax" => tape.Softmax(h.Input("x", members, -n)) + h.Input("y", members, -n),
            "attention" => Attention(tape, h.Input("k", 3, -m), h.Input("q", 3, -n), h.Input("v", 2, -m), groups),
            "select" => tape.Square(tape.GroupSelect(h.Input("x", 2, -m), members - 1, groups)),
            _ => tape.Square(tape.GroupSpread(h.Input("x", 2, -groups), members, groups)),
        };
    }

    private static Node Attention(Tape tape, Node keys, Node queries, Node values, int groups)
        => tape.GroupMix(values, tape.Softmax(tape.GroupGram(keys, queries, groups)), groups);

    private static void Replace(TapeHarness harness, Node input, int member)
    {
        Real[] values = harness.ValuesOf(input);
        int columns = input.Shape.ColumnsFor(TapeHarness.Samples);
        for (int row = 0; row < input.Shape.Rows; row++)
        {
            values.AsSpan((row * columns) + (member * TapeHarness.Samples), TapeHarness.Samples).Fill(7);
        }
    }
}
#endif
