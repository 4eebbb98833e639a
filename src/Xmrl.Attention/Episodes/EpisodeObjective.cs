using Xmrl.Attention.Networks;
using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Objectives;

namespace Xmrl.Attention.Episodes;

/// <summary>Evaluates a surrogate of whole trials and its derivatives, with all attention computed anew under the given parameters, over
/// the windows that the trials recorded. One per worker.</summary>
/// <remarks>Stretches of decisions run side by side, as many as fill <see cref="ChunkColumns"/>; sums run over chunks in double.</remarks>
internal sealed partial class EpisodeObjective : ITrialObjective
{
    /// <summary>Transitions of a chunk, unless one stretch has more.</summary>
    internal const int ChunkColumns = 2048;

    private readonly AttentionPolicy _policy;
    private readonly EpisodeProgram _network;
    private readonly EpisodeWindows _windows;
    private readonly TrialHead _head;
    private readonly Dictionary<TapeProgram, TapeWorkspace> _workspaces = [];
    private readonly Real[] _parameters;
    private readonly int _most;
    private AlignedBuffer _observed = new(0);
    private AlignedBuffer _cotangent = new(0);
    private AlignedBuffer? _prepared;
    private Real[] _step = [];

    /// <summary>Prepares an evaluator; memory is allocated when first needed.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="program">The surrogate on its head.</param>
    public EpisodeObjective(AttentionPolicy policy, TrialProgram program)
    {
        _policy = policy;
        _network = policy.Training;
        _windows = new EpisodeWindows(policy, _network.Decisions);
        _head = new TrialHead(program, policy.HeadOffset);
        _parameters = new Real[policy.ParameterCount];
        _direction = new Real[policy.ParameterCount];
        _most = Math.Max(1, ChunkColumns / (policy.Shape.Transitions * (policy.Shape.Past + _network.Decisions)));
    }

    /// <inheritdoc/>
    public double EntropyWeight
    {
        get => _head.EntropyWeight;
        set => _head.EntropyWeight = value;
    }

    /// <summary>The surrogate, and the weighted sum of the divergence from the policy that sampled.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials, which know the policy that sampled.</param>
    /// <returns>Σ over samples of both; the divergence in nats.</returns>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters, TrialBlock block)
    {
        parameters.CopyTo(_parameters);
        double value = 0;
        double divergence = 0;
        foreach (Chunk chunk in Chunks(block))
        {
            Observe(_network.Forward, block, chunk);
            TapeWorkspace head = _head.Run(_head.Program.DivergenceProgram, block, chunk.Columns, Observed(chunk), _parameters);
            value += head.ReadScalar(_head.Program.Value);
            divergence += head.ReadScalar(_head.Program.Divergence);
        }

        return (value, divergence);
    }

    /// <inheritdoc/>
    public void Remember(ReadOnlySpan<Real> parameters, TrialBlock block, Span<Real> memories = default)
    {
        parameters.CopyTo(_parameters);
        IReadOnlyList<Node> nodes = _head.Program.Recording.Statistics;
        var logProbabilities = new Real[block.Columns];
        TrialStatistic[] statistics =
        [
            .. nodes.Select(node => new TrialStatistic(
                new Real[node.Shape.Rows * (node.Shape.IsWide ? block.Columns : node.Shape.Columns)], node.Shape.Rows, node.Shape.IsWide)),
        ];
        foreach (Chunk chunk in Chunks(block))
        {
            Observe(_network.Forward, block, chunk);
            Matrix observed = Observed(chunk);
            TapeWorkspace head = _head.Run(_head.Program.ReferenceProgram, block, chunk.Columns, observed, _parameters);
            Scatter(head.Read(_head.Program.Recording.LogProbability), chunk, logProbabilities, block.Columns);
            for (int k = 0; k < statistics.Length; k++)
            {
                ConstMatrix values = head.Read(nodes[k]);
                if (statistics[k].IsWide)
                {
                    Scatter(values, chunk, statistics[k].Values, block.Columns);
                }
                else
                {
                    values.CopyTo(new Matrix(statistics[k].Values, values.Rows, values.Columns));
                }
            }

            for (int row = 0; !memories.IsEmpty && row < _policy.MemorySize; row++)
            {
                for (int i = 0; i < chunk.Columns.Length; i++)
                {
                    memories[(row * block.Columns) + chunk.Columns[i]] = observed[row, i];
                }
            }
        }

        block.LogProbabilities = logProbabilities;
        block.Statistics = statistics;
    }

    /// <inheritdoc/>
    public double ValueAndGradient(ReadOnlySpan<Real> parameters, TrialBlock block, Span<double> gradient)
    {
        parameters.CopyTo(_parameters);
        gradient.Clear();
        double value = 0;
        EpisodeDerivatives derivatives = _policy.Derivatives;
        foreach (Chunk chunk in Chunks(block))
        {
            TapeWorkspace workspace = Observe(derivatives.Backward, block, chunk);
            TapeWorkspace head = _head.Run(_head.Program.GradientProgram, block, chunk.Columns, Observed(chunk), _parameters);
            value += head.ReadScalar(_head.Program.Value);
            _head.Add(head, _head.Program.Gradient, gradient);
            workspace.Bind(derivatives.Cotangent, Cotangents(head.Read(_head.Program.Gradient[^1]), chunk));
            workspace.Run(_prepared!);
            Add(workspace, derivatives.Gradient, gradient);
        }

        return value;
    }

    /// <summary>Stretches that run side by side, with the columns of their decisions.</summary>
    private IEnumerable<Chunk> Chunks(TrialBlock block)
    {
        List<EpisodeStretch> all = EpisodeStretch.Divide(block, _network.Decisions);
        for (int first = 0; first < all.Count; first += _most)
        {
            EpisodeStretch[] own = [.. all.Skip(first).Take(_most)];
            var columns = new List<int>();
            var places = new List<int>();
            for (int sample = 0; sample < own.Length; sample++)
            {
                for (int k = 0; k < own[sample].Count; k++)
                {
                    columns.Add(block.Column(own[sample].Trial, own[sample].First + k));
                    places.Add((k * own.Length) + sample);
                }
            }

            yield return new Chunk(own, [.. columns], [.. places]);
        }
    }

    /// <summary>Computes what is known at a chunk's decisions, and puts it above the observations.</summary>
    /// <returns>The workspace, whose second phase has still to run.</returns>
    private TapeWorkspace Observe(TapeProgram program, TrialBlock block, Chunk chunk)
    {
        TapeWorkspace workspace = Workspace(program);
        int samples = chunk.Stretches.Length;
        workspace.Begin(samples);
        _policy.Bind(workspace, _network.Parameters, _parameters);
        if (program == _policy.Derivatives.Tangent || program == _policy.Derivatives.BackwardTangent)
        {
            _policy.Bind(workspace, _policy.Derivatives.Directions, _direction);
        }

        Write(block, chunk);
        _windows.BindPast(_network, workspace);
        _windows.BindCurrent(_network, workspace);
        _prepared = workspace.Prepare(_prepared);
        if (program == _network.Forward)
        {
            workspace.Run(_prepared);
        }

        ConstMatrix knowledge = workspace.Read(_network.Knowledge);
        Matrix inputs = block.Inputs;
        Matrix observed = Observed(chunk);
        for (int i = 0; i < chunk.Columns.Length; i++)
        {
            for (int row = 0; row < observed.Rows; row++)
            {
                observed[row, i] = row < knowledge.Rows
                    ? knowledge[row, chunk.Places[i]]
                    : inputs[row - knowledge.Rows, chunk.Columns[i]];
            }
        }

        return workspace;
    }

    private void Write(TrialBlock block, Chunk chunk)
    {
        _windows.Begin(chunk.Stretches.Length);
        for (int sample = 0; sample < chunk.Stretches.Length; sample++)
        {
            EpisodeStretch stretch = chunk.Stretches[sample];
            EpisodeWindows.StepInput input = Steps(block, stretch.Trial);
            _windows.WritePast(sample, block.Outlines[stretch.Trial], stretch.Episode, input);
            for (int k = 0; k < stretch.Count; k++)
            {
                _windows.WriteCurrent(sample, k, stretch.Start, stretch.First + k, input);
            }
        }
    }

    /// <summary>The steps of a trial, trial after trial in memory.</summary>
    private EpisodeWindows.StepInput Steps(TrialBlock block, int trial)
    {
        int size = _policy.InputSize;
        Real[] steps = new Real[size * block.Lengths[trial]];
        Matrix inputs = block.Inputs;
        for (int step = 0; step < block.Lengths[trial]; step++)
        {
            for (int row = 0; row < size; row++)
            {
                steps[(step * size) + row] = inputs[row, block.Column(trial, step)];
            }
        }

        return step => steps.AsSpan(step * size, size);
    }

    private Matrix Observed(Chunk chunk) => Wide(ref _observed, _policy.MemorySize + _policy.ObservationSize, chunk.Columns.Length);

    /// <summary>Adjoints of what was known, where the network computed it.</summary>
    private Matrix Cotangents(ConstMatrix adjoint, Chunk chunk)
    {
        Matrix cotangent = Wide(ref _cotangent, _policy.MemorySize, _network.Decisions * chunk.Stretches.Length);
        cotangent.Data.Clear();
        for (int row = 0; row < cotangent.Rows; row++)
        {
            for (int i = 0; i < chunk.Places.Length; i++)
            {
                cotangent[row, chunk.Places[i]] = adjoint[row, i];
            }
        }

        return cotangent;
    }

    private static Matrix Wide(ref AlignedBuffer buffer, int rows, int columns)
    {
        int stride = AlignedBuffer.PaddedStride(columns);
        AlignedBuffer.Grow(ref buffer, rows * stride);
        return new Matrix(buffer.Span[..(rows * stride)], rows, columns, stride);
    }

    private static void Scatter(ConstMatrix values, Chunk chunk, Real[] destination, int columns)
    {
        for (int row = 0; row < values.Rows; row++)
        {
            for (int i = 0; i < chunk.Columns.Length; i++)
            {
                destination[(row * columns) + chunk.Columns[i]] = values[row, i];
            }
        }
    }

    private void Add(TapeWorkspace workspace, Node[] nodes, Span<double> gradient)
    {
        for (int k = 0; k < nodes.Length; k++)
        {
            TensorSpec tensor = _policy.OwnTensors[k];
            VectorOperations.Add(workspace.Read(nodes[k]).Data[..tensor.Length], gradient.Slice(tensor.Offset, tensor.Length));
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

    /// <summary>Stretches side by side: the block's column of every decision, and its column in the network.</summary>
    private sealed record Chunk(EpisodeStretch[] Stretches, int[] Columns, int[] Places);
}
