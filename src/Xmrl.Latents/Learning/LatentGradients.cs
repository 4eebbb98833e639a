using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;

namespace Xmrl.Latents.Learning;

/// <summary>Policy gradients of single tasks on fixed trials, and the curvature of their objectives: a task's objective is the mean over
/// trials of the surrogate with the advantages and the entropy of the training. 0 for all but the policy's parameters.</summary>
internal sealed class LatentGradients : ITaskGradients
{
    private readonly LatentLearner _learner;
    private readonly Real[] _parameters;
    private readonly PolicySamples _samples;
    private readonly TrialProgram _program;
    private readonly List<(int Task, int[] Samples)> _chunks = [];
    private readonly CancellationToken _token;

    /// <summary>Plays the trials and differentiates.</summary>
    public LatentGradients(
        LatentLearner learner, Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        (_learner, _parameters, _token) = (learner, [.. parameters], token);
        _program = new TrialProgram(learner.Networks.Policy, new ImportanceRatio(), learner.Options.Entropy > 0);

        // Positions, not task numbers: the tasks may come from different sets.
        var round = new PlayedRound(
            learner, _parameters, [.. tasks.Select(task => new TaskPlan { MdpTask = task })], plan => key.Derive((ulong)plan), [], token);
        double weight = 1.0 / learner.Options.Trials;
        _samples = new PolicySamples(
            learner, _parameters, [.. round.Trials.Select(played => played.Trial)], [.. round.Trials.Select(_ => weight)]);
        new PolicyPhase(learner).Prepare(_samples, _parameters, token);
        int first = 0;
        foreach (IGrouping<int, long> task in round.Trials.GroupBy(played => played.Plan, played => (long)played.Trial.Steps))
        {
            int count = (int)task.Sum();
            _chunks.AddRange(Enumerable.Range(first, count).Chunk(SampleColumns.Most).Select(chunk => (task.Key, chunk)));
            first += count;
        }

        Gradients = [.. tasks.Select(_ => new double[learner.ParameterCount])];
        double[][] parts = Run(_program.GradientProgram, _program.Gradient, null, _ => true);
        for (int i = 0; i < parts.Length; i++)
        {
            VectorOperations.AddScaled(1, parts[i], PolicyOf(Gradients[_chunks[i].Task]));
        }

        Interactions = round.Steps;
    }

    /// <inheritdoc/>
    public double[][] Gradients { get; }

    /// <inheritdoc/>
    public long Interactions { get; }

    /// <inheritdoc/>
    public void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(_program.GradientMovesProgram, _program.GradientMoves, weights, vector, product);

    /// <inheritdoc/>
    public void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(_program.FisherProgram, _program.Fisher, weights, vector, product);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Span<double> PolicyOf(Span<double> vector) => vector[_learner.Networks.PolicyOffset.._learner.Networks.PolicyEnd];

    private void Product(
        TapeProgram program, Node[] nodes, IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        Real[] direction = new Real[_learner.Networks.Policy.ParameterCount];
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = (Real)vector[_learner.Networks.PolicyOffset + i];
        }

        double[][] parts = Run(program, nodes, direction, task => task < weights.Count && weights[task] != 0);
        product.Clear();
        for (int i = 0; i < parts.Length; i++)
        {
            int task = _chunks[i].Task;
            if (task < weights.Count && weights[task] != 0)
            {
                VectorOperations.AddScaled(weights[task], parts[i], PolicyOf(product));
            }
        }
    }

    /// <summary>A program on the samples of every chunk.</summary>
    private double[][] Run(TapeProgram program, Node[] nodes, Real[]? direction, Func<int, bool> isWanted)
    {
        ImmutableArray<TensorSpec> tensors = _learner.Networks.Policy.Tensors;
        var parts = new double[_chunks.Count][];
        _learner.Pool.Run(_chunks.Count, (worker, chunk) =>
        {
            double[] part = parts[chunk] = new double[_learner.Networks.Policy.ParameterCount];
            if (!isWanted(_chunks[chunk].Task))
            {
                return;
            }

            SampleColumns columns = _learner.Worker(worker).Columns;
            var workspace = new TapeWorkspace(program);
            columns.Gather(_samples, _chunks[chunk].Samples, 1);
            columns.BindPolicy(workspace, _program, _parameters, _learner.Options.Entropy);
            if (direction is not null)
            {
                for (int k = 0; k < tensors.Length; k++)
                {
                    workspace.Bind(_program.Directions[k], tensors[k].Of((ReadOnlySpan<Real>)direction));
                }

                workspace.Bind(
                    _program.MemoryDirection, new Real[_learner.Networks.FeatureSize * _chunks[chunk].Samples.Length]);
            }

            workspace.Run();
            for (int k = 0; k < tensors.Length; k++)
            {
                TensorSpec tensor = tensors[k];
                VectorOperations.Add(workspace.Read(nodes[k]).Data[..tensor.Length], part.AsSpan(tensor.Offset, tensor.Length));
            }
        }, _token);
        return parts;
    }
}
