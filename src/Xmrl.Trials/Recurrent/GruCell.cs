using Xmrl.Autodiff;

namespace Xmrl.Trials.Recurrent;

/// <summary>What a gated recurrent unit does elementwise between its products, with its derivatives to the second, compiled once and shared
/// by all workers: r = σ(a_r), u = σ(a_u), n = tanh(p + r∘s), h′ = (1 − u)∘n + u∘h.</summary>
internal sealed class GruCell
{
    /// <summary>Number of pre-activations: a_r, a_u, s and p.</summary>
    public const int Parts = 4;

    /// <summary>Records and compiles.</summary>
    /// <param name="memorySize">M ≥ 1.</param>
    public GruCell(int memorySize)
    {
        var tape = new Tape();
        PreActivations = [Input("reset gate"), Input("update gate"), Input("recurrent candidate"), Input("candidate")];
        Memory = Input("memory");
        Cotangent = Input("cotangent");
        Directions = [.. Enumerable.Range(0, Parts).Select(part => Input($"direction {part}"))];
        MemoryDirection = Input("memory direction");
        CotangentDirection = Input("cotangent direction");

        Node candidate = tape.Tanh(PreActivations[3] + (tape.Sigmoid(PreActivations[0]) * PreActivations[2]));
        Node update = tape.Sigmoid(PreActivations[1]);
        Next = (((-1.0 * update) + 1.0) * candidate) + (update * Memory);
        Node[] state = [.. PreActivations, Memory];
        Node[] moves = [.. Directions, MemoryDirection];
        Adjoints = tape.VectorJacobian([Next], [Cotangent], state);
        NextMove = tape.Tangent([Next], state, moves)[0];
        AdjointMoves = tape.Tangent(Adjoints, [.. state, Cotangent], [.. moves, CotangentDirection]);

        Forward = tape.Compile([Next]);
        Backward = tape.Compile([.. Adjoints]);
        Tangent = tape.Compile([NextMove]);
        BackwardTangent = tape.Compile([.. Adjoints, .. AdjointMoves]);

        Node Input(string name) => tape.Input(name, memorySize, Shape.Batch);
    }

    /// <summary>a_r, a_u, s, p. Shape [M, samples] each.</summary>
    public Node[] PreActivations { get; }

    /// <summary>Memory h before the step.</summary>
    public Node Memory { get; }

    /// <summary>Cotangent of h′.</summary>
    public Node Cotangent { get; }

    /// <summary>Directions of the pre-activations.</summary>
    public Node[] Directions { get; }

    /// <summary>Direction of h.</summary>
    public Node MemoryDirection { get; }

    /// <summary>Direction of the cotangent.</summary>
    public Node CotangentDirection { get; }

    /// <summary>Memory h′ after the step.</summary>
    public Node Next { get; }

    /// <summary>Adjoints of the pre-activations, then of h as far as it acts directly.</summary>
    public Node[] Adjoints { get; }

    /// <summary>How h′ moves.</summary>
    public Node NextMove { get; }

    /// <summary>How the adjoints move.</summary>
    public Node[] AdjointMoves { get; }

    /// <summary>Computes <see cref="Next"/>.</summary>
    public TapeProgram Forward { get; }

    /// <summary>Computes <see cref="Adjoints"/>.</summary>
    public TapeProgram Backward { get; }

    /// <summary>Computes <see cref="NextMove"/>.</summary>
    public TapeProgram Tangent { get; }

    /// <summary>Computes <see cref="Adjoints"/> and <see cref="AdjointMoves"/>.</summary>
    public TapeProgram BackwardTangent { get; }
}
