using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff.Tests;

public sealed class TapeTests
{
    [Fact]
    public void Run_SharedSubexpressions_AreRecordedOnce()
    {
        var tape = new Tape();
        Node x = tape.Input("x", 2, Shape.Batch);

        Node first = tape.Exp(x) * tape.Tanh(x);
        Node again = tape.Tanh(x) * tape.Exp(x);

        again.ShouldBe(first);
    }

    [Fact]
    public void Run_OtherNumberOfSamples_ComputesTheSamePerSample()
    {
        var tape = new Tape();
        Node x = tape.Input("x", 3, Shape.Batch);
        Node w = tape.Input("w", 4, 3);
        Node b = tape.Input("b", 4, 1);
        Node y = tape.Linear(w, b, x, Activation.Tanh);
        var workspace = new TapeWorkspace(tape.Compile(y));
        Real[] weights = [.. Enumerable.Range(0, 12).Select(i => (Real)Math.Sin(i))];
        Real[] bias = [.. Enumerable.Range(0, 4).Select(i => (Real)Math.Cos(i))];

        Real[] wide = Run(40);
        Real[] narrow = Run(7);

        for (int row = 0; row < 4; row++)
        {
            for (int j = 0; j < 7; j++)
            {
                narrow[(row * 7) + j].ShouldBe(wide[(row * 40) + j]);
            }
        }

        Real[] Run(int samples)
        {
            workspace.Begin(samples);
            workspace.Bind(w, weights);
            workspace.Bind(b, bias);
            var values = new Real[3 * samples];
            for (int row = 0; row < 3; row++)
            {
                for (int j = 0; j < samples; j++)
                {
                    values[(row * samples) + j] = (Real)Math.Sin(row + (0.1 * j));
                }
            }

            workspace.Bind(x, values);
            workspace.Run();
            var result = new Real[4 * samples];
            for (int row = 0; row < 4; row++)
            {
                workspace.Read(y).Row(row).CopyTo(result.AsSpan(row * samples));
            }

            return result;
        }
    }

    [Fact]
    public void Run_UnboundInput_NamesIt()
    {
        var tape = new Tape();
        Node x = tape.Input("observations", 2, Shape.Batch);
        var workspace = new TapeWorkspace(tape.Compile(tape.Exp(x)));
        workspace.Begin(3);

        Should.Throw<InvalidOperationException>(workspace.Run).Message.ShouldContain("observations");
    }

    [Fact]
    public void Multiply_ShapesThatDoNotFit_NamesBoth()
    {
        var tape = new Tape();
        Node a = tape.Input("weights", 3, 2);
        Node b = tape.Input("inputs", 4, Shape.Batch);

        string message = Should.Throw<ArgumentException>(() => tape.Multiply(a, b)).Message;

        message.ShouldContain("weights has shape [3, 2]");
        message.ShouldContain("inputs has shape [4, samples]");
    }

    [Fact]
    public void Gradient_OfWhatDoesNotDepend_IsZero()
    {
        var harness = new TapeHarness();
        Node x = harness.Input("x", 2, 1);
        Node other = harness.Input("other", 2, 1);

        harness.Evaluate(harness.Tape.Gradient(harness.Tape.Sum(x), other)[0]).ShouldAllBe(v => v == 0);
    }
}
