using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Trials.Objectives;

/// <summary>Evaluates a surrogate of whole trials and its derivatives, with the memory computed anew from the start of every trial under
/// the given parameters. One per worker.</summary>
/// <remarks>Trials run through windows of steps. Memory at window starts is kept and the rest is computed again on the way back, so that
/// memory does not grow with the length of a trial. A truncated gradient is not carried from one window into the one before.</remarks>
internal sealed partial class TrialEvaluator : ITrialObjective
{
    /// <summary>Steps of a window where the gradient is not truncated.</summary>
    internal const int WholeWindow = 128;

    private readonly GruPolicy _policy;
    private readonly TrialProgram _program;
    private readonly GruWindow _window;
    private readonly int _windowSteps;
    private readonly bool _truncates;
    private readonly Dictionary<TapeProgram, TapeWorkspace> _workspaces = [];
    private readonly Real[] _parameters;
    private AlignedBuffer _starts = new(0);
    private AlignedBuffer _carried = new(0);
    private AlignedBuffer _carriedMove = new(0);

    /// <summary>Prepares an evaluator; memory is allocated when first needed.</summary>
    /// <param name="network">The recurrent part.</param>
    /// <param name="program">The surrogate on the head.</param>
    /// <param name="window">Steps after which the gradient is truncated; 0 for the gradient of the whole trial.</param>
    public TrialEvaluator(GruNetwork network, TrialProgram program, int window)
        : this(network, program, window > 0 ? window : WholeWindow, window > 0)
    {
    }

    internal TrialEvaluator(GruNetwork network, TrialProgram program, int windowSteps, bool truncates)
    {
        _policy = network.Policy;
        _program = program;
        _window = new GruWindow(network);
        _windowSteps = windowSteps;
        _truncates = truncates;
        _parameters = new Real[_policy.ParameterCount];
        _direction = new Real[_policy.ParameterCount];
    }

    /// <inheritdoc/>
    public double EntropyWeight { get; set; }

    /// <summary>Number of parameters P.</summary>
    public int Dimension => _policy.ParameterCount;

    /// <summary>The surrogate, and the weighted sum of the divergence from the policy that sampled.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials, which know the policy that sampled.</param>
    /// <returns>Σ over samples of both; the divergence in nats.</returns>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters, TrialBlock block)
    {
        Load(parameters);
        double value = 0;
        double divergence = 0;
        Forwards(block, (chunk, workspace) =>
        {
            value += workspace.ReadScalar(_program.Value);
            divergence += workspace.ReadScalar(_program.Divergence);
        }, _program.DivergenceProgram);
        return (value, divergence);
    }

    /// <inheritdoc/>
    public void Remember(ReadOnlySpan<Real> parameters, TrialBlock block, Span<Real> memories = default)
    {
        Load(parameters);
        var logProbabilities = new Real[block.Columns];
        IReadOnlyList<Node> nodes = _program.Recording.Statistics;
        TrialStatistic[] statistics =
        [
            .. nodes.Select(node => new TrialStatistic(
                new Real[node.Shape.Rows * (node.Shape.IsWide ? block.Columns : node.Shape.Columns)], node.Shape.Rows, node.Shape.IsWide)),
        ];
        Real[] kept = memories.IsEmpty ? [] : new Real[memories.Length];
        Forwards(block, (column, workspace) =>
        {
            workspace.Read(_program.Recording.LogProbability).Row(0).CopyTo(logProbabilities.AsSpan(column));
            for (int k = 0; k < statistics.Length; k++)
            {
                ConstMatrix values = workspace.Read(nodes[k]);
                for (int row = 0; row < values.Rows; row++)
                {
                    values.Row(row).CopyTo(statistics[k].IsWide
                        ? statistics[k].Values.AsSpan((row * block.Columns) + column)
                        : statistics[k].Values.AsSpan(row * values.Columns));
                }
            }

            ConstMatrix after = _window.After;
            int within = column - _windowColumn;
            for (int row = 0; kept.Length > 0 && row < after.Rows; row++)
            {
                after.Row(row).Slice(within, workspace.Batch).CopyTo(kept.AsSpan((row * block.Columns) + column));
            }
        }, _program.ReferenceProgram);
        kept.CopyTo(memories);
        block.LogProbabilities = logProbabilities;
        block.Statistics = statistics;
    }

    /// <inheritdoc/>
    public double ValueAndGradient(ReadOnlySpan<Real> parameters, TrialBlock block, Span<double> gradient)
    {
        Load(parameters);
        gradient.Clear();
        int last = (block.Steps - 1) / _windowSteps;
        Run(block, last, null, isTangent: false);
        Matrix carried = Carried(ref _carried, block.Trials);
        carried.Data.Clear();
        TapeWorkspace workspace = Workspace(_program.GradientProgram);
        double value = 0;
        for (int window = last; window >= 0; window--)
        {
            ConstMatrix inputs = Forward(block, window, _starts, isTangent: false);
            _window.BeginBackward();
            for (int column = 0; column < inputs.Columns; column += GruWindow.ChunkColumns)
            {
                BindChunk(workspace, block, column, Math.Min(GruWindow.ChunkColumns, inputs.Columns - column));
                workspace.Run();
                value += workspace.ReadScalar(_program.Value);
                AddHead(workspace, _program.Gradient, gradient);
                Store(workspace, _program.Gradient[^1], _window.AfterAdjoint, column);
            }

            _window.Backward(inputs, carried, gradient);
            if (_truncates)
            {
                carried.Data.Clear();
            }
        }

        return value;
    }

    private int _windowColumn;

    private void Load(ReadOnlySpan<Real> parameters)
    {
        parameters.CopyTo(_parameters);
        _window.Load(parameters);
    }

    /// <summary>Runs all windows forwards, with a program on the head of every chunk of columns.</summary>
    private void Forwards(TrialBlock block, Action<int, TapeWorkspace> take, TapeProgram program)
    {
        TapeWorkspace workspace = Workspace(program);
        Run(block, (block.Steps + _windowSteps - 1) / _windowSteps, columns =>
        {
            for (int column = 0; column < columns; column += GruWindow.ChunkColumns)
            {
                BindChunk(workspace, block, column, Math.Min(GruWindow.ChunkColumns, columns - column));
                workspace.Run();
                take(_windowColumn + column, workspace);
            }
        }, isTangent: false);
    }

    /// <summary>Runs the first windows, from a memory of zeros, and keeps the memory at the start of each window and of the one that
    /// follows.</summary>
    private void Run(TrialBlock block, int windows, Action<int>? visit, bool isTangent)
    {
        int length = _policy.MemorySize * block.Trials;
        AlignedBuffer.Grow(ref _starts, (windows + 1) * length);
        _starts.Span[..length].Clear();
        if (isTangent)
        {
            AlignedBuffer.Grow(ref _startMoves, (windows + 1) * length);
            _startMoves.Span[..length].Clear();
        }

        for (int window = 0; window < windows; window++)
        {
            ConstMatrix inputs = Forward(block, window, _starts, isTangent);
            visit?.Invoke(inputs.Columns);
            Pack(_window.End, _starts.Span.Slice((window + 1) * length, length));
            if (isTangent)
            {
                Pack(_window.EndMove, _startMoves.Span.Slice((window + 1) * length, length));
            }
        }
    }

    private ConstMatrix Forward(TrialBlock block, int window, AlignedBuffer starts, bool isTangent)
    {
        int first = window * _windowSteps;
        int steps = Math.Min(_windowSteps, block.Steps - first);
        int length = _policy.MemorySize * block.Trials;
        _windowColumn = first * block.Trials;
        _window.Begin(block.Trials, steps);
        Unpack(starts.Span.Slice(window * length, length), _window.Start);
        Matrix inputs = block.Inputs;
        var own = new ConstMatrix(inputs.Data[_windowColumn..], inputs.Rows, steps * block.Trials, inputs.Stride);
        _window.Forward(own);
        if (isTangent)
        {
            _window.BeginTangent();
            Unpack(_startMoves.Span.Slice(window * length, length), _window.StartMove);
            _window.Tangent(own);
        }

        return own;
    }

    private void BindChunk(TapeWorkspace workspace, TrialBlock block, int column, int columns)
    {
        int first = _windowColumn + column;
        workspace.Begin(columns);
        for (int k = 0; k < _program.Recording.Parameters.Count; k++)
        {
            workspace.Bind(_program.Recording.Parameters[k], Head(_policy.Head.Tensors[k], _parameters));
        }

        Matrix after = _window.After;
        Matrix actions = block.Actions;
        workspace.Bind(_program.Memory, new ConstMatrix(after.Data[column..], after.Rows, columns, after.Stride));
        workspace.Bind(_program.Actions, new ConstMatrix(actions.Data[first..], actions.Rows, columns, actions.Stride));
        workspace.Bind(_program.Advantages, block.Advantages.AsSpan(first, columns));
        workspace.Bind(_program.Weights, block.Weights.AsSpan(first, columns));
        double weight = 0;
        foreach (Real value in block.Weights.AsSpan(first, columns))
        {
            weight += value;
        }

        workspace.Bind(_program.EntropyWeight, [(Real)EntropyWeight]);
        workspace.Bind(_program.MeanWeight, [(Real)(weight / columns)]);
        if (block.LogProbabilities.Length == 0)
        {
            return;
        }

        workspace.Bind(_program.SampledLogProbability, block.LogProbabilities.AsSpan(first, columns));
        for (int k = 0; k < block.Statistics.Length; k++)
        {
            TrialStatistic statistic = block.Statistics[k];
            workspace.Bind(_program.SampledStatistics[k], statistic.IsWide
                ? new ConstMatrix(statistic.Values.AsSpan(first), statistic.Rows, columns, block.Columns)
                : new ConstMatrix(statistic.Values, statistic.Rows, statistic.Values.Length / statistic.Rows));
        }
    }

    private ReadOnlySpan<Real> Head(TensorSpec tensor, ReadOnlySpan<Real> vector)
        => vector.Slice(_policy.HeadOffset + tensor.Offset, tensor.Length);

    private void AddHead(TapeWorkspace workspace, Node[] nodes, Span<double> gradient)
    {
        for (int k = 0; k < _policy.Head.Tensors.Length; k++)
        {
            TensorSpec tensor = _policy.Head.Tensors[k];
            VectorOperations.Add(
                workspace.Read(nodes[k]).Data[..tensor.Length], gradient.Slice(_policy.HeadOffset + tensor.Offset, tensor.Length));
        }
    }

    private TapeWorkspace Workspace(TapeProgram program)
    {
        if (!_workspaces.TryGetValue(program, out TapeWorkspace? workspace))
        {
            _workspaces[program] = workspace = new TapeWorkspace(program);
        }

        return workspace;
    }

    private Matrix Carried(ref AlignedBuffer buffer, int trials)
    {
        int stride = AlignedBuffer.PaddedStride(trials);
        AlignedBuffer.Grow(ref buffer, _policy.MemorySize * stride);
        return new Matrix(buffer.Span[..(_policy.MemorySize * stride)], _policy.MemorySize, trials, stride);
    }

    private static void Store(TapeWorkspace workspace, Node node, Matrix destination, int column)
    {
        ConstMatrix values = workspace.Read(node);
        for (int row = 0; row < values.Rows; row++)
        {
            values.Row(row).CopyTo(destination.Row(row)[column..]);
        }
    }

    private static void Pack(ConstMatrix source, Span<Real> destination)
    {
        for (int row = 0; row < source.Rows; row++)
        {
            source.Row(row).CopyTo(destination[(row * source.Columns)..]);
        }
    }

    private static void Unpack(ReadOnlySpan<Real> source, Matrix destination)
    {
        for (int row = 0; row < destination.Rows; row++)
        {
            source.Slice(row * destination.Columns, destination.Columns).CopyTo(destination.Row(row));
        }
    }
}
