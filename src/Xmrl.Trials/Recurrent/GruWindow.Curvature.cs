using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Trials.Recurrent;

/// <content>How memory and gradient move when the parameters move along a direction: exact products with second derivatives.</content>
internal sealed partial class GruWindow
{
    private readonly Real[] _direction;
    private TapeWorkspace? _inputTangent;
    private TapeWorkspace? _inputBackwardTangent;
    private TapeWorkspace? _cellTangent;
    private TapeWorkspace? _cellBackwardTangent;
    private AlignedBuffer _preMove = new(0);
    private AlignedBuffer _memoryMove = new(0);
    private AlignedBuffer _adjointMove = new(0);
    private AlignedBuffer _memoryAdjointMove = new(0);

    /// <summary>How h before the window moves; to be written before <see cref="Tangent"/>. Shape [M, B].</summary>
    public Matrix StartMove => Part(MemoryMove, 0, _memorySize, 0, Copies);

    /// <summary>How h after the window moves. Shape [M, B].</summary>
    public Matrix EndMove => Part(MemoryMove, 0, _memorySize, Steps * Copies, Copies);

    /// <summary>How h after every step moves. Shape [M, steps·B].</summary>
    public Matrix AfterMove => Part(MemoryMove, 0, _memorySize, Copies, Steps * Copies);

    /// <summary>How <see cref="AfterAdjoint"/> moves; to be written before <see cref="BackwardTangent"/>.</summary>
    public Matrix AfterAdjointMove => Wide(_memoryAdjointMove, _memorySize);

    private Matrix MemoryMove => new(_memoryMove.Span, _memorySize, (Steps + 1) * Copies, Stride(Steps + 1));

    private Matrix PreMove => Wide(_preMove, GruCell.Parts * _memorySize);

    private Matrix AdjointMove => Wide(_adjointMove, GruCell.Parts * _memorySize);

    /// <summary>Sets the direction of the calls that follow; after <see cref="Load"/>.</summary>
    /// <param name="direction">v, copied. Shape [P].</param>
    public void LoadDirection(ReadOnlySpan<Real> direction)
    {
        direction.CopyTo(_direction);
        _inputTangent ??= new TapeWorkspace(_network.Input.Tangent);
        _inputBackwardTangent ??= new TapeWorkspace(_network.Input.BackwardTangent);
        _cellTangent ??= new TapeWorkspace(_network.Cell.Tangent);
        _cellBackwardTangent ??= new TapeWorkspace(_network.Cell.BackwardTangent);
        foreach (TapeWorkspace workspace in (ReadOnlySpan<TapeWorkspace>)[_inputTangent, _inputBackwardTangent])
        {
            Bind(workspace, _network.Input.Parameters, _parameters);
            Bind(workspace, _network.Input.Directions, _direction);
        }
    }

    /// <summary>Makes room for the moves of the window that was begun last.</summary>
    public void BeginTangent()
    {
        int stride = Stride(Steps + 1);
        AlignedBuffer.Grow(ref _preMove, GruCell.Parts * _memorySize * stride);
        AlignedBuffer.Grow(ref _memoryMove, _memorySize * stride);
        AlignedBuffer.Grow(ref _adjointMove, GruCell.Parts * _memorySize * stride);
        AlignedBuffer.Grow(ref _memoryAdjointMove, _memorySize * stride);
    }

    /// <summary>How the memory moves along the direction, from <see cref="StartMove"/>; after <see cref="Forward"/>.</summary>
    /// <param name="inputs">The inputs of <see cref="Forward"/>.</param>
    public void Tangent(ConstMatrix inputs)
    {
        GruCell cell = _network.Cell;
        TapeWorkspace input = _inputTangent!;
        TapeWorkspace workspace = _cellTangent!;
        _network.Policy.MemoryBias.Of((ReadOnlySpan<Real>)_direction).CopyTo(_bias);
        for (int first = 0; first < Steps; first += ChunkSteps)
        {
            (int column, int columns) = Chunk(first);
            input.Begin(columns);
            input.Bind(_network.Input.Input, Part(inputs, 0, inputs.Rows, column, columns));
            input.Run();
            Place(input.Read(_network.Input.OutputMove), _bias, PreMove, column);
        }

        int rows = (GruCell.Parts - 1) * _memorySize;
        workspace.Begin(Copies);
        for (int step = 0; step < Steps; step++)
        {
            // d(U·h) = dU·h + U·dh.
            Matrix recurrent = Part(PreMove, 0, rows, step * Copies, Copies);
            Multiply(_direction, Part(Memory, 0, _memorySize, step * Copies, Copies), recurrent);
            Multiply(_parameters, Part(MemoryMove, 0, _memorySize, step * Copies, Copies), recurrent);
            BindState(workspace, step);
            BindMoves(workspace, step);
            workspace.Run();
            workspace.Read(cell.NextMove).CopyTo(Part(MemoryMove, 0, _memorySize, (step + 1) * Copies, Copies));
        }

        void Multiply(ReadOnlySpan<Real> vector, ConstMatrix memory, Matrix destination) => MatrixProduct.Multiply(
            new ConstMatrix(_network.Policy.MemoryWeight.Of(vector), rows, _memorySize), memory, destination,
            new ProductEnding { Accumulate = true });
    }

    /// <summary>Adds how the window's part of the gradient moves, given <see cref="AfterAdjoint"/> and <see cref="AfterAdjointMove"/>;
    /// after <see cref="Tangent"/>.</summary>
    /// <param name="inputs">The inputs of <see cref="Forward"/>.</param>
    /// <param name="carried">Adjoint of <see cref="End"/> from later windows; becomes that of <see cref="Start"/>. Shape [M, B].</param>
    /// <param name="carriedMove">How it moves; becomes that of the start.</param>
    /// <param name="product">Adds to the parameters of embedding, input and memory. Shape [P].</param>
    public void BackwardTangent(ConstMatrix inputs, Matrix carried, Matrix carriedMove, Span<double> product)
    {
        GruCell cell = _network.Cell;
        TapeWorkspace workspace = _cellBackwardTangent!;
        workspace.Begin(Copies);
        for (int step = Steps - 1; step >= 0; step--)
        {
            BindState(workspace, step);
            BindMoves(workspace, step);
            workspace.Bind(cell.Cotangent, Sum(Part(AfterAdjoint, 0, _memorySize, step * Copies, Copies), carried));
            workspace.Bind(cell.CotangentDirection, Sum(Part(AfterAdjointMove, 0, _memorySize, step * Copies, Copies), carriedMove));
            workspace.Run();
            Store(workspace, cell.Adjoints, Adjoint, step);
            Store(workspace, cell.AdjointMoves, AdjointMove, step);
            workspace.Read(cell.Adjoints[^1]).CopyTo(carried);
            workspace.Read(cell.AdjointMoves[^1]).CopyTo(carriedMove);
            AddRecurrent(_parameters, Adjoint, step, carried);
            AddRecurrent(_direction, Adjoint, step, carriedMove);
            AddRecurrent(_parameters, AdjointMove, step, carriedMove);
        }

        TapeWorkspace input = _inputBackwardTangent!;
        for (int first = 0; first < Steps; first += ChunkSteps)
        {
            (int column, int columns) = Chunk(first);
            AddOuter(AdjointMove, Memory, column, columns, product);
            AddOuter(Adjoint, MemoryMove, column, columns, product);
            AddBias(AdjointMove, column, columns, product);
            input.Begin(columns);
            input.Bind(_network.Input.Input, Part(inputs, 0, inputs.Rows, column, columns));
            Cotangents(Adjoint, column, columns);
            input.Bind(_network.Input.Cotangent, Scratch(columns));
            Cotangents(AdjointMove, column, columns);
            input.Bind(_network.Input.CotangentDirection, Scratch(columns));
            input.Run();
            AddTensors(input, _network.Input.GradientMoves, product);
        }
    }

    private void BindMoves(TapeWorkspace workspace, int step)
    {
        GruCell cell = _network.Cell;
        BindParts(workspace, cell.Directions, PreMove, step);
        workspace.Bind(cell.MemoryDirection, Part(MemoryMove, 0, _memorySize, step * Copies, Copies));
    }
}
