using Xmrl.Explain.Information;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Explain.Augmentation;

/// <summary>One iteration's rollouts: every critical task under every set of coefficients and every draw of the meta-parameters, and the
/// other tasks once per draw.</summary>
/// <remarks>Items: critical tasks, set after set, then the other tasks, each with its draws. Every process has the gradients of all and the
/// rollouts of its own.</remarks>
internal sealed class MixingRound
{
    /// <summary>Numbers before the gradient in an item's row: environment steps, infeasible mixed states, mixed samples.</summary>
    private const int Figures = 3;

    private readonly GradientLearner _learner;
    private readonly MixingOptions _options;
    private readonly MetaDistribution _prior;
    private readonly double[] _start;
    private readonly RandomKey _key;
    private readonly double[][] _draws;
    private readonly Real[][] _policies;
    private TaskOutcome?[] _outcomes = [];
    private double[][] _rows = [];
    private int _critical;
    private int _drawn;

    public MixingRound(GradientLearner learner, MixingOptions options, MetaDistribution prior, double[] start, RandomKey key)
    {
        _learner = learner;
        _options = options;
        _prior = prior;
        _start = start;
        _key = key;
        _draws = MetaDistribution.AntitheticDraws(options.Draws, start.Length, key.Derive(RandomPurpose.MetaParameters));
        _policies = [.. _draws.Select(prior.At)];
        if (learner.Options.ResetsContext)
        {
            TensorSpec context = learner.Policy.Tensor(TensorSpec.Context);
            foreach (Real[] policy in _policies)
            {
                policy.AsSpan(context.Offset, context.Length).Clear();
            }
        }
    }

    /// <summary>Learned inner step sizes, which have no distribution; empty where they are fixed.</summary>
    public Real[] StepSizes { get; init; } = [];

    public long Interactions { get; private set; }

    public double InfeasibleShare { get; private set; }

    /// <summary>η of this iteration: the configured length divided by the norm of the mean gradient.</summary>
    public double StepSize { get; private set; }

    /// <summary>Weight of one task in L: 1 / number of tasks in the round.</summary>
    public double TaskWeight => 1.0 / (_critical + _drawn);

    private int Sets => _options.Sets;

    private int Draws => _options.Draws;

    /// <summary>ζ̄_ij, and λ_ij through the law; set after set.</summary>
    public double[] Coefficients(double[] law, int critical, out double[] lambda)
    {
        RandomKey key = _key.Derive(RandomPurpose.MixingCoefficients);
        double[] draws = [.. Enumerable.Range(0, critical * Sets).Select(ij => key.Normal((ulong)ij))];
        lambda = [.. draws.Select(draw => _options.Law.Sample(law, draw))];
        return draws;
    }

    public void Collect(IReadOnlyList<MdpTask> critical, IReadOnlyList<MdpTask> others, double[] lambda, CancellationToken token)
    {
        _critical = critical.Count;
        _drawn = Math.Min(_options.OtherTasks, others.Count);
        var order = new int[others.Count];
        _key.Derive(RandomPurpose.TaskBatch).Permutation(order);
        _outcomes = new TaskOutcome?[(Sets * _critical * Draws) + (_drawn * Draws)];
        int augmented = Sets * _critical * Draws;
        var items = new WorkItems
        {
            Count = _outcomes.Length,
            Width = Figures + _start.Length + StepSizes.Length,
            Name = item => $"task {TaskOf(item).Index}, draw {item % Draws}",
            Cancellation = token,
        };
        _rows = _learner.Gather(items, (worker, item, row) =>
        {
            bool isAugmented = item < augmented;
            int m = item % Draws;
            MdpTask task = TaskOf(item);

            // Shared over sets: the key knows the task and the draw, not the set.
            RandomKey key = _key.Derive(RandomPurpose.Mixing).Derive((ulong)task.Index).Derive((ulong)m);
            var plan = new TaskPlan
            {
                MdpTask = task,
                Augmentation = isAugmented
                    ? new MixupAugmentation(_learner.Policy, lambda[item / Draws], _options.Advantage, _options.Mass)
                    : null,
            };
            Real[] parameters = Parameters(m);
            TaskOutcome outcome = worker.Collect(parameters, plan, key);
            _outcomes[item] = outcome;
            (row[0], row[1], row[2]) = (outcome.Interactions, outcome.Infeasible, outcome.Added.Sum(added => added.Interactions));
            worker.Objective(outcome.Data).Gradient(parameters, row.AsSpan(Figures));
        });
        Interactions = _rows.Sum(row => (long)row[0]);
        long infeasible = _rows.Sum(row => (long)row[1]);
        InfeasibleShare = infeasible / (double)Math.Max(1, infeasible + _rows.Sum(row => (long)row[2]));

        MdpTask TaskOf(int item) => item < augmented ? critical[item / Draws % _critical] : others[order[(item - augmented) / Draws]];
    }

    /// <summary>The rollouts of a critical task; only on the process that drew them.</summary>
    public TaskOutcome Augmented(int set, int task, int draw) => _outcomes[AugmentedItem(set, task, draw)]!;

    /// <summary>The rollouts of another task; only on the process that drew them.</summary>
    public TaskOutcome Other(int task, int draw) => _outcomes[OtherItem(task, draw)]!;

    private int AugmentedItem(int set, int task, int draw) => (((set * _critical) + task) * Draws) + draw;

    private int OtherItem(int task, int draw) => (Sets * _critical * Draws) + (task * Draws) + draw;

    /// <summary>φ_j: the shared φ after one ascent step under each set of coefficients.</summary>
    public MetaDistribution[] Posteriors()
    {
        var byMeans = new double[Sets][];
        var byDeviations = new double[Sets][];
        double norm = 0;
        for (int j = 0; j < Sets; j++)
        {
            (byMeans[j], byDeviations[j]) = Gradient(j);
            norm += VectorOperations.Norm(byMeans[j]) / Sets;
        }

        StepSize = norm > 0 && double.IsFinite(norm) ? _options.ParameterStep / norm : 0;
        return [.. Enumerable.Range(0, Sets).Select(j => _prior.Step(StepSize, byMeans[j], byDeviations[j]))];
    }

    /// <summary>Whether the bound of a step holds σ_j of a parameter; the index runs through the sets.</summary>
    public bool IsHeld(DiagonalGaussianSet posteriors, int index)
        => posteriors.StandardDeviations[index] == MetaDistribution.LeastShareLeft * _prior.Deviations[index % posteriors.Dimension];

    /// <summary>u_m = c + d∘ζ_m: a direction in φ = (μ, σ) as a direction in θ for draw m.</summary>
    public double[] Direction(ReadOnlySpan<double> byMeans, ReadOnlySpan<double> byDeviations, int draw)
    {
        var direction = new double[byMeans.Length];
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = byMeans[i] + (byDeviations[i] * _draws[draw][i]);
        }

        return direction;
    }

    /// <summary>−∇²_φφ of the lower-level objective under one set of coefficients, times (v_μ, v_σ).</summary>
    public void CurvatureProduct(int set, ReadOnlySpan<double> vector, Span<double> product, CancellationToken token)
    {
        int p = _start.Length;
        double[] v = vector.ToArray();
        var items = new WorkItems
        {
            Count = (_critical + _drawn) * Draws,
            Width = p + StepSizes.Length,
            Place = ItemOf,
            Cancellation = token,
        };
        double[][] parts = _learner.Gather(items, (worker, item, row) =>
        {
            int m = item % Draws;
            worker.Objective(_outcomes[ItemOf(item)]!.Data)
                .HessianProduct(Parameters(m), [.. Direction(v.AsSpan(0, p), v.AsSpan(p), m), .. new double[StepSizes.Length]], row);
        });

        int ItemOf(int item)
        {
            int task = item / Draws;
            return task < _critical ? AugmentedItem(set, task, item % Draws) : OtherItem(task - _critical, item % Draws);
        }

        product.Clear();
        for (int item = 0; item < parts.Length; item++)
        {
            double[] zeta = _draws[item % Draws];
            for (int i = 0; i < p; i++)
            {
                double h = TaskWeight / Draws * parts[item][i];
                product[i] -= h;
                product[p + i] -= h * zeta[i];
            }
        }

        double precision = _options.PriorWeight / (_options.InitialDeviation * _options.InitialDeviation);
        for (int i = 0; i < p; i++)
        {
            double sigma = _prior.Deviations[i];
            product[i] += precision * v[i];
            product[p + i] += (precision + (_options.PriorWeight / (sigma * sigma))) * v[p + i];
        }
    }

    private Real[] Parameters(int draw) => [.. _policies[draw], .. StepSizes];

    private (double[] ByMeans, double[] ByDeviations) Gradient(int set)
    {
        int p = _start.Length;
        var byMeans = new double[p];
        var byDeviations = new double[p];
        for (int task = 0; task < _critical; task++)
        {
            for (int m = 0; m < Draws; m++)
            {
                Add(_rows[AugmentedItem(set, task, m)].AsSpan(Figures), m);
            }
        }

        for (int local = 0; local < _drawn * Draws; local++)
        {
            Add(_rows[OtherItem(local / Draws, local % Draws)].AsSpan(Figures), local % Draws);
        }

        // −κ·∇KL(P_φ ‖ N(θ_0, σ_0²I)): −κ(μ − θ_0)/σ_0² and −κ(σ/σ_0² − 1/σ).
        double precision = 1 / (_options.InitialDeviation * _options.InitialDeviation);
        for (int i = 0; i < p; i++)
        {
            byMeans[i] -= _options.PriorWeight * (_prior.Means[i] - _start[i]) * precision;
            byDeviations[i] -= _options.PriorWeight * ((_prior.Deviations[i] * precision) - (1 / _prior.Deviations[i]));
        }

        return (byMeans, byDeviations);

        void Add(ReadOnlySpan<double> gradient, int m)
        {
            double weight = TaskWeight / Draws;
            for (int i = 0; i < p; i++)
            {
                byMeans[i] += weight * gradient[i];
                byDeviations[i] += weight * gradient[i] * _draws[m][i];
            }
        }
    }
}
