using Xmrl.Autodiff;

namespace Xmrl.Attention.Networks;

/// <summary>Derivatives of what a policy knows of its trial, to the second, on the tape of the program that computes it.</summary>
internal sealed class EpisodeDerivatives
{
    /// <summary>Records and compiles.</summary>
    /// <param name="program">The program.</param>
    public EpisodeDerivatives(EpisodeProgram program)
    {
        Tape tape = program.Tape;
        Node knowledge = program.Knowledge;
        Cotangent = tape.Input("cotangent", knowledge.Shape.Rows, knowledge.Shape.Columns);
        CotangentDirection = tape.Input("cotangent direction", knowledge.Shape.Rows, knowledge.Shape.Columns);
        Directions = [.. program.Parameters.Select((x, k) => tape.Input($"direction {k}", x.Shape.Rows, x.Shape.Columns))];
        Gradient = tape.VectorJacobian([knowledge], [Cotangent], program.Parameters);
        KnowledgeMove = tape.Tangent([knowledge], program.Parameters, Directions)[0];
        GradientMoves = tape.Tangent(Gradient, [.. program.Parameters, Cotangent], [.. Directions, CotangentDirection]);
        Backward = tape.Compile([knowledge, .. Gradient], [Cotangent]);
        Tangent = tape.Compile([knowledge, KnowledgeMove, .. Gradient], [Cotangent]);
        BackwardTangent = tape.Compile([knowledge, KnowledgeMove, .. GradientMoves], [Cotangent, CotangentDirection]);
    }

    /// <summary>A direction per tensor.</summary>
    public Node[] Directions { get; }

    /// <summary>Cotangent of the knowledge. Shape [d, D·samples].</summary>
    public Node Cotangent { get; }

    /// <summary>Direction of the cotangent.</summary>
    public Node CotangentDirection { get; }

    /// <summary>Adjoint of every tensor.</summary>
    public Node[] Gradient { get; }

    /// <summary>How the knowledge moves along the directions.</summary>
    public Node KnowledgeMove { get; }

    /// <summary>How the adjoints move.</summary>
    public Node[] GradientMoves { get; }

    /// <summary>Computes the knowledge in advance, then <see cref="Gradient"/>.</summary>
    public TapeProgram Backward { get; }

    /// <summary>Computes the knowledge and its move in advance, then <see cref="Gradient"/>.</summary>
    public TapeProgram Tangent { get; }

    /// <summary>Computes the knowledge and its move in advance, then <see cref="GradientMoves"/>.</summary>
    public TapeProgram BackwardTangent { get; }
}
