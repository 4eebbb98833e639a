using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Surrogates;

/// <content>Second and third derivatives times vectors: one by one, or prepared for many vectors.</content>
public sealed partial class SurrogateEvaluator
{
    /// <summary>H·v, the Hessian of the surrogate times a vector.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives H·v; may be the same memory as v. Shape [P].</param>
    public void HessianProduct(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> vector, Span<double> product)
        => Multiply(new PreparedProduct(_program.Hessian, parameters, batch, Centre), vector, product);

    /// <summary>F·v, where F is the Hessian of Σ over samples of KL(⊥π_θ ‖ π_θ): the Fisher matrix of the visited states, not
    /// weighted.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives F·v / n; may be the same memory as v. Shape [P].</param>
    public void FisherProduct(ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> vector, Span<double> product)
        => Multiply(new PreparedProduct(_program.Fisher, parameters, batch, Centre), vector, product);

    /// <summary>∇_θ(vᵀ·H·u): the third derivative contracted with two vectors.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">The samples.</param>
    /// <param name="first">Vector u. Shape [P].</param>
    /// <param name="second">Vector v. Shape [P].</param>
    /// <param name="product">Receives the contraction. Shape [P]; no overlap with the vectors.</param>
    public void ThirdProduct(
        ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> product)
        => Multiply(new PreparedProduct(_program.Third, parameters, batch, Centre) { Fixed = first.ToArray() }, second, product);

    /// <summary>Prepares v → H·v: <see cref="Multiply"/> then gives the bits of <see cref="HessianProduct"/> in less time.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples; they must not change while the preparation is used.</param>
    /// <param name="memory">Lends the memory; blocks for which it has none are computed again in every product.</param>
    /// <returns>The prepared product.</returns>
    public PreparedProduct PrepareHessian(ReadOnlySpan<Real> parameters, SampleBatch batch, PreparationMemory memory)
        => Prepare(new PreparedProduct(_program.Hessian, parameters, batch, Centre), memory);

    /// <summary>Prepares v → F·v: <see cref="Multiply"/> then gives the bits of <see cref="FisherProduct"/> in less time.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples; they must not change while the preparation is used.</param>
    /// <param name="memory">Lends the memory; blocks for which it has none are computed again in every product.</param>
    /// <returns>The prepared product.</returns>
    public PreparedProduct PrepareFisher(ReadOnlySpan<Real> parameters, SampleBatch batch, PreparationMemory memory)
        => Prepare(new PreparedProduct(_program.Fisher, parameters, batch, Centre), memory);

    /// <summary>Prepares v → ∇_θ(vᵀ·H·u): <see cref="Multiply"/> then gives the bits of <see cref="ThirdProduct"/> in less time.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <param name="batch">The samples; they must not change while the preparation is used.</param>
    /// <param name="first">u, copied. Shape [P].</param>
    /// <param name="memory">Lends the memory; blocks for which it has none are computed again in every product.</param>
    /// <returns>The prepared product.</returns>
    public PreparedProduct PrepareThird(
        ReadOnlySpan<Real> parameters, SampleBatch batch, ReadOnlySpan<double> first, PreparationMemory memory)
        => Prepare(new PreparedProduct(_program.Third, parameters, batch, Centre) { Fixed = first.ToArray() }, memory);

    /// <summary>A prepared product with one vector.</summary>
    /// <param name="prepared">Prepared by any evaluator of the same program.</param>
    /// <param name="vector">Vector v, or two of them, one after the other. Shape [P] or [2P], as the product has it.</param>
    /// <param name="product">Receives the product; may be the same memory as v. Shape [P] or [2P].</param>
    public void Multiply(PreparedProduct prepared, ReadOnlySpan<double> vector, Span<double> product)
    {
        CurvatureProgram curvature = prepared.Curvature;
        TapeWorkspace workspace = Workspace(curvature.Program);
        Array.Clear(_sum);
        int index = 0;
        for (Block block = First(prepared.Batch); block.Count > 0; block = Next(prepared.Batch, block), index++)
        {
            Begin(workspace, prepared, block);
            if (index == 0)
            {
                BindDirection(workspace, curvature.Varying, vector);
            }

            if (index < prepared.Blocks.Length)
            {
                workspace.Run(prepared.Blocks[index]);
            }
            else
            {
                workspace.Run();
            }

            Add(workspace, curvature.Outputs, _sum);
        }

        for (int i = 0; i < product.Length; i++)
        {
            product[i] = _sum[i] / (curvature.IsMean ? prepared.Batch.Samples : 1);
        }
    }

    private PreparedProduct Prepare(PreparedProduct prepared, PreparationMemory memory)
    {
        TapeWorkspace workspace = Workspace(prepared.Curvature.Program);
        var blocks = new List<AlignedBuffer>();
        for (Block block = First(prepared.Batch); block.Count > 0; block = Next(prepared.Batch, block))
        {
            if (memory.TryLend(prepared.Curvature.Program.PreparedLength(block.Count)) is not { } buffer)
            {
                break;
            }

            Begin(workspace, prepared, block);
            blocks.Add(workspace.Prepare(buffer));
        }

        return prepared.With(memory, [.. blocks]);
    }

    private void Begin(TapeWorkspace workspace, PreparedProduct prepared, Block block)
    {
        Begin(workspace, prepared.Parameters, prepared.Batch, block, prepared.Centre);
        if (block.Start == 0 && prepared.Fixed is { } direction)
        {
            BindDirection(workspace, _program.FirstDirection, direction);
        }
    }
}
