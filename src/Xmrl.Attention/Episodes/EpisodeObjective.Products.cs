using Xmrl.Attention.Networks;
using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Objectives;

namespace Xmrl.Attention.Episodes;

/// <content>Products with the Hessian and the Fisher matrix, through all attention.</content>
internal sealed partial class EpisodeObjective
{
    private readonly Real[] _direction;
    private AlignedBuffer _observedMove = new(0);

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product)
    {
        Begin(parameters, vector, product);
        EpisodeDerivatives derivatives = _policy.Derivatives;
        TrialProgram program = _head.Program;
        foreach (Chunk chunk in Chunks(block))
        {
            TapeWorkspace workspace = Observe(derivatives.BackwardTangent, block, chunk);
            TapeWorkspace head = _head.Run(
                program.GradientMovesProgram, block, chunk.Columns, Observed(chunk), _parameters, ObservedMove(workspace, chunk),
                _direction);
            _head.Add(head, program.GradientMoves, product);
            workspace.Bind(derivatives.Cotangent, Cotangents(head.Read(program.Gradient[^1]), chunk));
            workspace.Bind(derivatives.CotangentDirection, Cotangents(head.Read(program.GradientMoves[^1]), chunk));
            workspace.Run(_prepared!);
            Add(workspace, derivatives.GradientMoves, product);
        }
    }

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product)
    {
        Begin(parameters, vector, product);
        EpisodeDerivatives derivatives = _policy.Derivatives;
        TrialProgram program = _head.Program;
        foreach (Chunk chunk in Chunks(block))
        {
            TapeWorkspace workspace = Observe(derivatives.Tangent, block, chunk);
            TapeWorkspace head = _head.Run(
                program.FisherProgram, block, chunk.Columns, Observed(chunk), _parameters, ObservedMove(workspace, chunk), _direction);
            _head.Add(head, program.Fisher, product);
            workspace.Bind(derivatives.Cotangent, Cotangents(head.Read(program.Fisher[^1]), chunk));
            workspace.Run(_prepared!);
            Add(workspace, derivatives.Gradient, product);
        }
    }

    private void Begin(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        parameters.CopyTo(_parameters);
        product.Clear();
        for (int i = 0; i < _direction.Length; i++)
        {
            _direction[i] = (Real)vector[i];
        }
    }

    /// <summary>How what the head observes moves: observations stay.</summary>
    private Matrix ObservedMove(TapeWorkspace workspace, Chunk chunk)
    {
        ConstMatrix moves = workspace.Read(_policy.Derivatives.KnowledgeMove);
        Matrix observed = Wide(ref _observedMove, _policy.MemorySize + _policy.ObservationSize, chunk.Columns.Length);
        observed.Data.Clear();
        for (int row = 0; row < moves.Rows; row++)
        {
            for (int i = 0; i < chunk.Places.Length; i++)
            {
                observed[row, i] = moves[row, chunk.Places[i]];
            }
        }

        return observed;
    }
}
