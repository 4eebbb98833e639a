using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Latents.Networks;

/// <summary>What the encoder tells the policy of a memory: μ and ln σ² of q(z|h, q(y|h)), and q(y|h). One per worker.</summary>
/// <remarks>Nothing is drawn: what the policy sees is a function of the history.</remarks>
internal sealed class Belief
{
    private readonly LatentHeads _heads;
    private readonly Node _memory;
    private readonly Node[] _outputs;
    private readonly TapeWorkspace _workspace;

    /// <summary>Records the program.</summary>
    /// <param name="networks">The networks.</param>
    public Belief(LatentNetworks networks)
    {
        var tape = new Tape();
        _memory = tape.Input("memory", networks.Shape.MemorySize, Shape.Batch);
        _heads = new LatentHeads(networks, tape);
        Node? components = networks.ComponentHead is null ? null : tape.Exp(_heads.LogComponents(_memory));
        (Node mean, Node variance) = _heads.Latent(_memory, components);
        _outputs = components is { } y ? [mean, tape.Log(variance), y] : [mean, tape.Log(variance)];
        _workspace = new TapeWorkspace(tape.Compile(_outputs));
    }

    /// <summary>Sets the parameters of the calls that follow.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    public void Load(ReadOnlySpan<Real> parameters)
    {
        _workspace.Begin(Math.Max(1, _workspace.Batch));
        _heads.Bind(_workspace, parameters);
    }

    /// <summary>Writes μ, ln σ² and q(y) one above another.</summary>
    /// <param name="memory">Memory h. Shape [M, n].</param>
    /// <param name="destination">Receives them. Shape [2L + K, n].</param>
    public void Of(ConstMatrix memory, Matrix destination)
    {
        _workspace.Begin(memory.Columns);
        _workspace.Bind(_memory, memory);
        _workspace.Run();
        int row = 0;
        foreach (Node output in _outputs)
        {
            ConstMatrix values = _workspace.Read(output);
            for (int i = 0; i < values.Rows; i++)
            {
                values.Row(i).CopyTo(destination.Row(row++));
            }
        }
    }
}
