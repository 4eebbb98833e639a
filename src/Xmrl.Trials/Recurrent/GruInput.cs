using Xmrl.Autodiff;
using Xmrl.Rl.Policies;

namespace Xmrl.Trials.Recurrent;

/// <summary>W·e(x) + b of many samples at once, with its derivatives to the second, compiled once and shared by all workers.</summary>
internal sealed class GruInput
{
    /// <summary>Records and compiles.</summary>
    /// <param name="body">The layers.</param>
    public GruInput(MlpBody body)
    {
        var tape = new Tape();
        Parameters = Inputs(string.Empty);
        Directions = Inputs("direction.");
        Input = tape.Input("x", body.Shape.ObservationSize, Shape.Batch);
        Cotangent = tape.Input("cotangent", body.Outputs, Shape.Batch);
        CotangentDirection = tape.Input("cotangent direction", body.Outputs, Shape.Batch);
        Output = body.Record(tape, Parameters, Input);
        Gradient = tape.VectorJacobian([Output], [Cotangent], Parameters);
        OutputMove = tape.Tangent([Output], Parameters, Directions)[0];
        GradientMoves = tape.Tangent(Gradient, [.. Parameters, Cotangent], [.. Directions, CotangentDirection]);
        Forward = tape.Compile([Output]);
        Backward = tape.Compile([.. Gradient]);
        Tangent = tape.Compile([OutputMove]);
        BackwardTangent = tape.Compile([.. GradientMoves]);

        Node[] Inputs(string prefix)
            => [.. body.Tensors.Select(tensor => tape.Input(prefix + tensor.Name, tensor.Rows, tensor.Columns))];
    }

    /// <summary>One input per tensor.</summary>
    public Node[] Parameters { get; }

    /// <summary>A direction per tensor.</summary>
    public Node[] Directions { get; }

    /// <summary>x, normalised. Shape [I, samples].</summary>
    public Node Input { get; }

    /// <summary>Cotangent of the output. Shape [3M, samples].</summary>
    public Node Cotangent { get; }

    /// <summary>Direction of the cotangent.</summary>
    public Node CotangentDirection { get; }

    /// <summary>Shape [3M, samples].</summary>
    public Node Output { get; }

    /// <summary>Adjoint of every tensor.</summary>
    public Node[] Gradient { get; }

    /// <summary>How the output moves.</summary>
    public Node OutputMove { get; }

    /// <summary>How the adjoints move.</summary>
    public Node[] GradientMoves { get; }

    /// <summary>Computes <see cref="Output"/>.</summary>
    public TapeProgram Forward { get; }

    /// <summary>Computes <see cref="Gradient"/>.</summary>
    public TapeProgram Backward { get; }

    /// <summary>Computes <see cref="OutputMove"/>.</summary>
    public TapeProgram Tangent { get; }

    /// <summary>Computes <see cref="GradientMoves"/>.</summary>
    public TapeProgram BackwardTangent { get; }
}
