using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff.Tests;

/// <summary>Operations of matrix products: 2·M·N·K each, whatever was fused into them.</summary>
public sealed class ProductCountTests
{
    [Fact]
    public void Program_AllKindsOfProducts_CountsEachByItsShape()
    {
        var tape = new Tape();
        Node a = tape.Input("a", 2, 3);
        Node b = tape.Input("b", 4, 2);
        Node x = tape.Input("x", 3, Shape.Batch);
        Node y = tape.Multiply(a, x);
        TapeProgram program = tape.Compile(
            y, tape.MultiplyTransposedLeft(a, y) + x, tape.MultiplyTransposedRight(y, x), tape.Multiply(b, a), tape.Tanh(x));

        program.InstructionProducts.PerSample.ShouldBe((2 * 2 * 3) + (2 * 3 * 2) + (2 * 2 * 3));
        program.InstructionProducts.Fixed.ShouldBe(2 * 4 * 3 * 2);
        program.PreparationProducts.ShouldBe(default);
        program.InstructionProducts.At(7).ShouldBe(48 + (7 * 36));
    }

    [Fact]
    public void Workspace_TwoPhases_AddsThePreparationOncePerPreparation()
    {
        const int Samples = 5;
        var tape = new Tape();
        Node weights = tape.Input("weights", 10, 10);
        Node direction = tape.Input("direction", 10, 10);
        Node x = tape.Input("x", 10, Shape.Batch);
        Node fixedPart = tape.Tanh(tape.Multiply(weights, x));
        TapeProgram program = tape.Compile([tape.Multiply(direction, fixedPart)], [direction]);
        var workspace = new TapeWorkspace(program);
        workspace.Begin(Samples);
        workspace.Bind(weights, new Real[100]);
        workspace.Bind(direction, new Real[100]);
        workspace.Bind(x, new Real[10 * Samples]);
        const double Product = 2 * 10 * 10 * Samples;

        AlignedBuffer prepared = workspace.Prepare();
        workspace.ProductOperations.ShouldBe(Product);
        workspace.Run(prepared);
        workspace.Run(prepared);
        workspace.ProductOperations.ShouldBe(3 * Product);
        workspace.Run();
        workspace.ProductOperations.ShouldBe(5 * Product);
    }
}
