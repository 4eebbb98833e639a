using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <content>Derivatives by the centre of the divergence, and of single samples.</content>
public sealed partial class SurrogateEvaluator
{
    private ProximalProgram Proximal => _program.Proximal
        ?? throw new InvalidOperationException($"The program of {_program.Surrogate.Name} has no divergence, and so no centre.");

    /// <summary>Prepares v → G_θφ·v, where φ are the parameters of the centre.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="memory">Lends the memory.</param>
    /// <returns>The prepared product.</returns>
    /// <exception cref="InvalidOperationException">The program has no divergence, or the centre is not set.</exception>
    internal PreparedProduct PrepareCross(ReadOnlySpan<Real> parameters, SampleBatch batch, PreparationMemory memory)
        => Prepare(new PreparedProduct(Proximal.Cross, parameters, batch, Centre), memory);

    /// <summary>Prepares u → (G_θφ)ᵀ·u = ∂_φ(uᵀ∇_θG).</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="memory">Lends the memory.</param>
    /// <returns>The prepared product.</returns>
    /// <exception cref="InvalidOperationException">The program has no divergence, or the centre is not set.</exception>
    internal PreparedProduct PrepareTransposedCross(ReadOnlySpan<Real> parameters, SampleBatch batch, PreparationMemory memory)
        => Prepare(new PreparedProduct(Proximal.Transposed, parameters, batch, Centre), memory);

    /// <summary>Prepares (t, v) → ∇²Φ·(t, v) of Φ(θ, φ) = uᵀ∇_θG: <see cref="Multiply"/> takes and gives both parts, one after the other,
    /// shape [2P].</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="first">u, copied. Shape [P].</param>
    /// <param name="memory">Lends the memory.</param>
    /// <returns>The prepared product.</returns>
    /// <exception cref="InvalidOperationException">The program has no divergence, or the centre is not set.</exception>
    internal PreparedProduct PrepareJoint(
        ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> first, PreparationMemory memory)
        => Prepare(new PreparedProduct(Proximal.Joint, parameters, batch, Centre) { Fixed = first.ToArray() }, memory);

    /// <summary>How the surrogate of every sample, less its divergence, moves with the parameters along a vector.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="vector">Vector u. Shape [P].</param>
    /// <param name="moves">Receives uᵀ∇_θ of every sample's summand. Shape [n].</param>
    internal void SampleMoves(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> vector, Span<double> moves)
    {
        TapeWorkspace workspace = Workspace(_program.SampleMovesProgram);
        for (Block block = First(batch); block.Count > 0; block = Next(batch, block))
        {
            Begin(workspace, parameters, batch, block);
            if (block.Start == 0)
            {
                BindDirection(workspace, _program.FirstDirection, vector);
            }

            workspace.Run();
            ReadOnlySpan<Real> row = workspace.Read(_program.SampleMoves).Row(0);
            for (int i = 0; i < block.Count; i++)
            {
                moves[block.Start + i] = row[i];
            }
        }
    }
}
