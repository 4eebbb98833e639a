using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Trials.Objectives;

/// <content>Products with the Hessian and the Fisher matrix, through the memory of whole trials.</content>
internal sealed partial class TrialEvaluator
{
    private readonly Real[] _direction;
    private AlignedBuffer _startMoves = new(0);

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product)
    {
        int last = BeginProduct(parameters, block, vector, product);
        Matrix carried = Carried(ref _carried, block.Trials);
        Matrix carriedMove = Carried(ref _carriedMove, block.Trials);
        carried.Data.Clear();
        carriedMove.Data.Clear();
        TapeWorkspace workspace = Workspace(_program.GradientMovesProgram);
        for (int window = last; window >= 0; window--)
        {
            ConstMatrix inputs = Forward(block, window, _starts, isTangent: true);
            _window.BeginBackward();
            for (int column = 0; column < inputs.Columns; column += GruWindow.ChunkColumns)
            {
                BindMoves(workspace, block, column, Math.Min(GruWindow.ChunkColumns, inputs.Columns - column));
                workspace.Run();
                AddHead(workspace, _program.GradientMoves, product);
                Store(workspace, _program.Gradient[^1], _window.AfterAdjoint, column);
                Store(workspace, _program.GradientMoves[^1], _window.AfterAdjointMove, column);
            }

            _window.BackwardTangent(inputs, carried, carriedMove, product);
        }
    }

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product)
    {
        int last = BeginProduct(parameters, block, vector, product);
        Matrix carried = Carried(ref _carried, block.Trials);
        carried.Data.Clear();
        TapeWorkspace workspace = Workspace(_program.FisherProgram);
        for (int window = last; window >= 0; window--)
        {
            ConstMatrix inputs = Forward(block, window, _starts, isTangent: true);
            _window.BeginBackward();
            for (int column = 0; column < inputs.Columns; column += GruWindow.ChunkColumns)
            {
                BindMoves(workspace, block, column, Math.Min(GruWindow.ChunkColumns, inputs.Columns - column));
                workspace.Run();
                AddHead(workspace, _program.Fisher, product);
                Store(workspace, _program.Fisher[^1], _window.AfterAdjoint, column);
            }

            _window.Backward(inputs, carried, product);
        }
    }

    private int BeginProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product)
    {
        if (_truncates)
        {
            throw new InvalidOperationException(
                $"Products need the gradient of whole trials; this one is truncated after {_windowSteps} steps.");
        }

        Load(parameters);
        product.Clear();
        for (int i = 0; i < _direction.Length; i++)
        {
            _direction[i] = (Real)vector[i];
        }

        _window.LoadDirection(_direction);
        int last = (block.Steps - 1) / _windowSteps;
        Run(block, last, null, isTangent: true);
        return last;
    }

    private void BindMoves(TapeWorkspace workspace, TrialBlock block, int column, int columns)
    {
        BindChunk(workspace, block, column, columns);
        for (int k = 0; k < _program.Directions.Length; k++)
        {
            workspace.Bind(_program.Directions[k], Head(_policy.Head.Tensors[k], _direction));
        }

        Matrix moves = _window.AfterMove;
        workspace.Bind(_program.MemoryDirection, new ConstMatrix(moves.Data[column..], moves.Rows, columns, moves.Stride));
    }
}
