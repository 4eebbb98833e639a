using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Objectives;

namespace Xmrl.Attention.Episodes;

/// <summary>Runs a surrogate on the head of a policy over chosen columns of a block. One per worker.</summary>
/// <param name="program">The surrogate.</param>
/// <param name="offset">First parameter of the head within θ.</param>
internal sealed class TrialHead(TrialProgram program, int offset)
{
    private readonly Dictionary<TapeProgram, TapeWorkspace> _workspaces = [];

    /// <summary>The surrogate.</summary>
    public TrialProgram Program => program;

    /// <summary>η ≥ 0, the weight of the entropy where the program has it.</summary>
    public double EntropyWeight { get; set; }

    /// <summary>Runs a program of the surrogate.</summary>
    /// <param name="own">Which one.</param>
    /// <param name="block">The trials.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="observed">What the head observes at each. Shape [rows, columns].</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="moves">How what it observes moves; only for programs with directions.</param>
    /// <param name="direction">How θ moves. Shape [P].</param>
    /// <returns>The workspace, to be read.</returns>
    public TapeWorkspace Run(
        TapeProgram own, TrialBlock block, int[] columns, ConstMatrix observed, Real[] parameters, ConstMatrix moves = default,
        Real[]? direction = null)
    {
        if (!_workspaces.TryGetValue(own, out TapeWorkspace? workspace))
        {
            _workspaces[own] = workspace = new TapeWorkspace(own);
        }

        workspace.Begin(columns.Length);
        for (int k = 0; k < program.Recording.Parameters.Count; k++)
        {
            workspace.Bind(program.Recording.Parameters[k], Own(k, parameters));
            if (direction is not null)
            {
                workspace.Bind(program.Directions[k], Own(k, direction));
            }
        }

        workspace.Bind(program.Memory, observed);
        if (direction is not null)
        {
            workspace.Bind(program.MemoryDirection, moves);
        }

        BindSamples(workspace, block, columns);
        workspace.Run();
        return workspace;
    }

    /// <summary>Adds adjoints of the head's tensors to a gradient.</summary>
    /// <param name="workspace">What <see cref="Run"/> gave.</param>
    /// <param name="nodes">The adjoints, in the order of the tensors.</param>
    /// <param name="gradient">Receives them. Shape [P].</param>
    public void Add(TapeWorkspace workspace, Node[] nodes, Span<double> gradient)
    {
        for (int k = 0; k < program.Head.Tensors.Length; k++)
        {
            TensorSpec tensor = program.Head.Tensors[k];
            VectorOperations.Add(
                workspace.Read(nodes[k]).Data[..tensor.Length], gradient.Slice(offset + tensor.Offset, tensor.Length));
        }
    }

    private ReadOnlySpan<Real> Own(int tensor, Real[] vector)
        => vector.AsSpan(offset + program.Head.Tensors[tensor].Offset, program.Head.Tensors[tensor].Length);

    private void BindSamples(TapeWorkspace workspace, TrialBlock block, int[] columns)
    {
        Matrix actions = block.Actions;
        var chosen = new Real[actions.Rows * columns.Length];
        for (int row = 0; row < actions.Rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                chosen[(row * columns.Length) + i] = actions[row, columns[i]];
            }
        }

        workspace.Bind(program.Actions, chosen);
        Real[] weights = Chosen(block.Weights, columns);
        workspace.Bind(program.Advantages, Chosen(block.Advantages, columns));
        workspace.Bind(program.Weights, weights);
        workspace.Bind(program.EntropyWeight, [(Real)EntropyWeight]);
        workspace.Bind(program.MeanWeight, [(Real)(weights.Sum(weight => (double)weight) / columns.Length)]);
        if (block.LogProbabilities.Length == 0)
        {
            return;
        }

        workspace.Bind(program.SampledLogProbability, Chosen(block.LogProbabilities, columns));
        for (int k = 0; k < block.Statistics.Length; k++)
        {
            TrialStatistic statistic = block.Statistics[k];
            workspace.Bind(program.SampledStatistics[k], statistic.IsWide ? Chosen(statistic, columns) : statistic.Values);
        }
    }

    private static Real[] Chosen(Real[] values, int[] columns) => [.. columns.Select(column => values[column])];

    private static Real[] Chosen(TrialStatistic statistic, int[] columns)
    {
        int width = statistic.Values.Length / statistic.Rows;
        return
        [
            .. Enumerable.Range(0, statistic.Rows).SelectMany(
                row => columns.Select(column => statistic.Values[(row * width) + column])),
        ];
    }
}
