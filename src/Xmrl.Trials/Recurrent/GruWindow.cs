using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Trials.Recurrent;

/// <summary>A number of steps of several trials in lock-step: the memory forwards, and derivatives backwards. One per worker.</summary>
/// <remarks>
/// <para>Step t of copy b is column t·B + b. What does not depend on the memory (W·e(x) + b and the sums of weight gradients) is one wide
/// product per <see cref="ChunkColumns"/> columns, whose results are summed in double; U·h alone goes step by step.</para>
/// <para>A copy's memory has the same bits whichever copies are beside it.</para>
/// </remarks>
internal sealed partial class GruWindow
{
    /// <summary>Columns of a wide product unless one step has more.</summary>
    internal const int ChunkColumns = 1024;

    private readonly GruNetwork _network;
    private readonly int _memorySize;
    private readonly TapeWorkspace _inputForward;
    private readonly TapeWorkspace _inputBackward;
    private readonly TapeWorkspace _cellForward;
    private readonly TapeWorkspace _cellBackward;
    private readonly Real[] _parameters;
    private readonly Real[] _recurrent;
    private readonly Real[] _bias;
    private AlignedBuffer _pre = new(0);
    private AlignedBuffer _memory = new(0);
    private AlignedBuffer _adjoint = new(0);
    private AlignedBuffer _memoryAdjoint = new(0);
    private AlignedBuffer _cotangent = new(0);
    private AlignedBuffer _step = new(0);

    /// <summary>Prepares a window; memory is allocated when first needed.</summary>
    /// <param name="network">The compiled parts.</param>
    public GruWindow(GruNetwork network)
    {
        _network = network;
        _memorySize = network.Policy.MemorySize;
        _inputForward = new TapeWorkspace(network.Input.Forward);
        _inputBackward = new TapeWorkspace(network.Input.Backward);
        _cellForward = new TapeWorkspace(network.Cell.Forward);
        _cellBackward = new TapeWorkspace(network.Cell.Backward);
        _parameters = new Real[network.Policy.ParameterCount];
        _direction = new Real[network.Policy.ParameterCount];
        _recurrent = new Real[network.Policy.MemoryWeight.Length];
        _bias = new Real[_memorySize];
    }

    /// <summary>B, the number of copies.</summary>
    public int Copies { get; private set; }

    /// <summary>Number of steps of the window.</summary>
    public int Steps { get; private set; }

    /// <summary>h before the window; to be written before <see cref="Forward"/>. Shape [M, B].</summary>
    public Matrix Start => Part(Memory, 0, _memorySize, 0, Copies);

    /// <summary>h after the window. Shape [M, B].</summary>
    public Matrix End => Part(Memory, 0, _memorySize, Steps * Copies, Copies);

    /// <summary>h after every step: what the head observes. Shape [M, steps·B].</summary>
    public Matrix After => Part(Memory, 0, _memorySize, Copies, Steps * Copies);

    /// <summary>The adjoint of <see cref="After"/>, without what later steps add; to be written before <see cref="Backward"/>.</summary>
    public Matrix AfterAdjoint => Wide(_memoryAdjoint, _memorySize);

    private Matrix Memory => new(_memory.Span, _memorySize, (Steps + 1) * Copies, Stride(Steps + 1));

    private Matrix Pre => Wide(_pre, GruCell.Parts * _memorySize);

    private Matrix Adjoint => Wide(_adjoint, GruCell.Parts * _memorySize);

    /// <summary>Sets the parameters of the calls that follow.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    public void Load(ReadOnlySpan<Real> parameters)
    {
        parameters.CopyTo(_parameters);
        Bind(_inputForward, _network.Input.Parameters, _parameters);
        Bind(_inputBackward, _network.Input.Parameters, _parameters);
    }

    /// <summary>Makes room for a window.</summary>
    /// <param name="copies">B ≥ 1.</param>
    /// <param name="steps">Steps, ≥ 1.</param>
    public void Begin(int copies, int steps)
    {
        Copies = copies;
        Steps = steps;
        int stride = Stride(steps + 1);
        AlignedBuffer.Grow(ref _pre, GruCell.Parts * _memorySize * stride);
        AlignedBuffer.Grow(ref _memory, _memorySize * stride);
    }

    /// <summary>Runs the window from <see cref="Start"/>.</summary>
    /// <param name="inputs">x, normalised. Shape [I, steps·B].</param>
    public void Forward(ConstMatrix inputs)
    {
        Project(inputs);
        GruCell cell = _network.Cell;
        var weights = new ConstMatrix(
            _network.Policy.MemoryWeight.Of((ReadOnlySpan<Real>)_parameters), (GruCell.Parts - 1) * _memorySize, _memorySize);
        _cellForward.Begin(Copies);
        for (int step = 0; step < Steps; step++)
        {
            ConstMatrix before = Part(Memory, 0, _memorySize, step * Copies, Copies);
            Matrix recurrent = Part(Pre, 0, (GruCell.Parts - 1) * _memorySize, step * Copies, Copies);
            MatrixProduct.Multiply(weights, before, recurrent, new ProductEnding { Accumulate = true });
            BindState(_cellForward, step);
            _cellForward.Run();
            _cellForward.Read(cell.Next).CopyTo(Part(Memory, 0, _memorySize, (step + 1) * Copies, Copies));
        }
    }

    /// <summary>Makes room for derivatives of the window that was run last.</summary>
    public void BeginBackward()
    {
        int stride = Stride(Steps);
        AlignedBuffer.Grow(ref _adjoint, GruCell.Parts * _memorySize * stride);
        AlignedBuffer.Grow(ref _memoryAdjoint, _memorySize * stride);
        AlignedBuffer.Grow(ref _cotangent, (GruCell.Parts - 1) * _memorySize * stride);
        AlignedBuffer.Grow(ref _step, _memorySize * AlignedBuffer.PaddedStride(Copies));
    }

    /// <summary>Adds the window's part of a gradient, given <see cref="AfterAdjoint"/>.</summary>
    /// <param name="inputs">The inputs of <see cref="Forward"/>.</param>
    /// <param name="carried">Adjoint of <see cref="End"/> from later windows; becomes that of <see cref="Start"/>. Shape [M, B].</param>
    /// <param name="gradient">Adds to the parameters of embedding, input and memory. Shape [P].</param>
    public void Backward(ConstMatrix inputs, Matrix carried, Span<double> gradient)
    {
        GruCell cell = _network.Cell;
        _cellBackward.Begin(Copies);
        for (int step = Steps - 1; step >= 0; step--)
        {
            BindState(_cellBackward, step);
            _cellBackward.Bind(cell.Cotangent, Sum(Part(AfterAdjoint, 0, _memorySize, step * Copies, Copies), carried));
            _cellBackward.Run();
            Store(_cellBackward, cell.Adjoints, Adjoint, step);
            _cellBackward.Read(cell.Adjoints[^1]).CopyTo(carried);
            AddRecurrent(_parameters, Adjoint, step, carried);
        }

        for (int first = 0; first < Steps; first += ChunkSteps)
        {
            (int column, int columns) = Chunk(first);
            AddOuter(Adjoint, Memory, column, columns, gradient);
            AddBias(Adjoint, column, columns, gradient);
            Cotangents(Adjoint, column, columns);
            _inputBackward.Begin(columns);
            _inputBackward.Bind(_network.Input.Input, Part(inputs, 0, inputs.Rows, column, columns));
            _inputBackward.Bind(_network.Input.Cotangent, Scratch(columns));
            _inputBackward.Run();
            AddTensors(_inputBackward, _network.Input.Gradient, gradient);
        }
    }

    private int ChunkSteps => Math.Max(1, ChunkColumns / Copies);

    private (int Column, int Columns) Chunk(int first) => (first * Copies, Math.Min(ChunkSteps, Steps - first) * Copies);

    /// <summary>What of the pre-activations does not depend on the memory; c where the product with the memory is added.</summary>
    private void Project(ConstMatrix inputs)
    {
        _network.Policy.MemoryBias.Of((ReadOnlySpan<Real>)_parameters).CopyTo(_bias);
        for (int first = 0; first < Steps; first += ChunkSteps)
        {
            (int column, int columns) = Chunk(first);
            _inputForward.Begin(columns);
            _inputForward.Bind(_network.Input.Input, Part(inputs, 0, inputs.Rows, column, columns));
            _inputForward.Run();
            Place(_inputForward.Read(_network.Input.Output), _bias, Pre, column);
        }
    }

    private void Place(ConstMatrix projected, ReadOnlySpan<Real> bias, Matrix destination, int column)
    {
        for (int i = 0; i < _memorySize; i++)
        {
            projected.Row(i).CopyTo(destination.Row(i)[column..]);
            projected.Row(_memorySize + i).CopyTo(destination.Row(_memorySize + i)[column..]);
            destination.Row((2 * _memorySize) + i).Slice(column, projected.Columns).Fill(bias[i]);
            projected.Row((2 * _memorySize) + i).CopyTo(destination.Row((3 * _memorySize) + i)[column..]);
        }
    }

    private void BindState(TapeWorkspace workspace, int step)
    {
        GruCell cell = _network.Cell;
        BindParts(workspace, cell.PreActivations, Pre, step);
        workspace.Bind(cell.Memory, Part(Memory, 0, _memorySize, step * Copies, Copies));
    }

    private void BindParts(TapeWorkspace workspace, Node[] nodes, Matrix values, int step)
    {
        for (int part = 0; part < GruCell.Parts; part++)
        {
            workspace.Bind(nodes[part], Part(values, part * _memorySize, _memorySize, step * Copies, Copies));
        }
    }

    private void Store(TapeWorkspace workspace, Node[] nodes, Matrix destination, int step)
    {
        for (int part = 0; part < GruCell.Parts; part++)
        {
            workspace.Read(nodes[part]).CopyTo(Part(destination, part * _memorySize, _memorySize, step * Copies, Copies));
        }
    }

    /// <summary>carried += Uᵀ·(adjoints of the products with the memory).</summary>
    private void AddRecurrent(ReadOnlySpan<Real> parameters, Matrix adjoint, int step, Matrix carried)
    {
        int rows = (GruCell.Parts - 1) * _memorySize;
        MatrixProduct.MultiplyTransposedLeft(
            new ConstMatrix(_network.Policy.MemoryWeight.Of(parameters), rows, _memorySize),
            Part(adjoint, 0, rows, step * Copies, Copies), carried, new ProductEnding { Accumulate = true });
    }

    private void AddOuter(Matrix adjoint, Matrix memory, int column, int columns, Span<double> gradient)
    {
        int rows = (GruCell.Parts - 1) * _memorySize;
        MatrixProduct.MultiplyTransposedRight(
            Part(adjoint, 0, rows, column, columns), Part(memory, 0, _memorySize, column, columns),
            new Matrix(_recurrent, rows, _memorySize));
        VectorOperations.Add(_recurrent, Slice(gradient, _network.Policy.MemoryWeight));
    }

    private void AddBias(Matrix adjoint, int column, int columns, Span<double> gradient)
    {
        Reduction.SumRows(Part(adjoint, 2 * _memorySize, _memorySize, column, columns), _bias);
        VectorOperations.Add(_bias, Slice(gradient, _network.Policy.MemoryBias));
    }

    /// <summary>The adjoints of W·e(x) + b, gathered into scratch memory.</summary>
    private void Cotangents(Matrix adjoint, int column, int columns)
    {
        Matrix scratch = Scratch(columns);
        ((ConstMatrix)Part(adjoint, 0, 2 * _memorySize, column, columns)).CopyTo(Part(scratch, 0, 2 * _memorySize, 0, columns));
        ((ConstMatrix)Part(adjoint, 3 * _memorySize, _memorySize, column, columns)).CopyTo(
            Part(scratch, 2 * _memorySize, _memorySize, 0, columns));
    }

    private Matrix Scratch(int columns)
        => new(_cotangent.Span, (GruCell.Parts - 1) * _memorySize, columns, AlignedBuffer.PaddedStride(columns));

    private void AddTensors(TapeWorkspace workspace, Node[] nodes, Span<double> gradient)
    {
        for (int k = 0; k < nodes.Length; k++)
        {
            TensorSpec tensor = _network.Policy.Body.Tensors[k];
            VectorOperations.Add(workspace.Read(nodes[k]).Data[..tensor.Length], Slice(gradient, tensor));
        }
    }

    private static Span<double> Slice(Span<double> vector, TensorSpec tensor) => vector.Slice(tensor.Offset, tensor.Length);

    private Matrix Sum(ConstMatrix x, ConstMatrix y)
    {
        var sum = new Matrix(_step.Span, x.Rows, x.Columns, AlignedBuffer.PaddedStride(x.Columns));
        for (int row = 0; row < x.Rows; row++)
        {
            Elementwise.Apply<Numerics.Kernels.Operators.AddOperator>(x.Row(row), y.Row(row), sum.Row(row));
        }

        return sum;
    }

    /// <summary>Binds a vector's tensors; they stay bound whatever number of samples follows.</summary>
    private void Bind(TapeWorkspace workspace, Node[] nodes, ReadOnlySpan<Real> vector)
    {
        workspace.Begin(Math.Max(1, workspace.Batch));
        for (int k = 0; k < nodes.Length; k++)
        {
            workspace.Bind(nodes[k], _network.Policy.Body.Tensors[k].Of(vector));
        }
    }

    private int Stride(int steps) => AlignedBuffer.PaddedStride(steps * Copies);

    private Matrix Wide(AlignedBuffer buffer, int rows) => new(buffer.Span, rows, Steps * Copies, Stride(Steps));

    private static Matrix Part(Matrix matrix, int firstRow, int rows, int column, int columns)
        => new(matrix.Data[((firstRow * matrix.Stride) + column)..], rows, columns, matrix.Stride);

    private static ConstMatrix Part(ConstMatrix matrix, int firstRow, int rows, int column, int columns)
        => new(matrix.Data[((firstRow * matrix.Stride) + column)..], rows, columns, matrix.Stride);
}
