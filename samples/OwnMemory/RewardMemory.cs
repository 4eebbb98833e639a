using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.OwnMemory;

/// <summary>A learner without inner gradient: on a bandit, its memory averages the rewards of every arm over the episodes of a trial, and
/// θ says how far it trusts the averages and how curious it is. The settings of that learner, its keys in configurations.</summary>
public sealed record RewardMemory : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "rewardMemory", "reward-memory", "Reward memory",
        "None: the smallest learner that adapts through a memory, a sample of this library.");

    /// <summary>Episodes of a trial, over which the memory lasts, in [1, 100]. Default 2, the least that shows what memory is
    /// worth.</summary>
    public int Episodes { get; init; } = 2;

    /// <summary>Trials per task and iteration, in [2, 10000]. Default 16, chosen without a search.</summary>
    public int Trials { get; init; } = 16;

    /// <summary>β of the plain ascent, in (0, 100]. Default 1, chosen without a search.</summary>
    public double OuterStepSize { get; init; } = 1;

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Episodes;

    /// <inheritdoc/>
    public override string Description => $"{Episodes} episodes per trial, {Trials} trials per task";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(OuterStepSize);

    /// <inheritdoc/>
    public override bool HasCurvature => false;

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => new((double)Trials * horizon, Episodes);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories) => this with { Trials = trajectories };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => new(OuterStepSize, 1, iterations);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => new MemoryLearner(this, parts.Family, parts.Pool);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 100).Check(nameof(Episodes), Episodes),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Trials), Trials),
        .. NumberRange.OpenClosed(0, 100).Check(nameof(OuterStepSize), OuterStepSize),
    ];

    /// <summary>The learner: π(a) ∝ exp(θ_0·m_a + θ_1/√(1 + n_a)) with n_a pulls of arm a so far and m_a = (1 + 2·paid)/(2 + 2·n_a),
    /// trained by the score of whole trials, less the mean return of the task's trials.</summary>
    private sealed class MemoryLearner(RewardMemory settings, IEnvironmentFamily family, WorkPool pool)
        : IMetaLearner, IAdaptation, IInfluenceSource
    {
        public IEnvironmentFamily Family => family;

        public WorkPool Pool => pool;

        public IReadOnlyList<TensorSpec> Tensors { get; } =
            [new TensorSpec("memory.trust", 1, 1, 0), new TensorSpec("memory.curiosity", 1, 1, 1)];

        public int ParameterCount => 2;

        public int Steps => settings.Episodes;

        public IAdaptation Adaptation => this;

        public IInfluenceSource? Influence => this;

        public Curvature Curvature => Curvature.None;

        public string? Reservation => "Influence is the alignment of the tasks' gradients; the memory's curvature is not known.";

        public void Initialize(RandomKey key, Span<Real> parameters) => key.FillUniform(0, parameters);

        public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => start.Length == ParameterCount
            ? new Training(this, start.ToArray(), schedule)
            : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

        public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
        {
            var memory = new Memory(family.Spec.ActionChoices);
            var points = new AdaptationPoint[request.Steps + 1];
            long spent = 0;
            for (int k = 0; k < points.Length; k++)
            {
                bool isWanted = !request.LastStepOnly || k == request.Steps;
                RandomKey scoring = key.Derive(RandomPurpose.Evaluation).Derive((ulong)k);
                points[k] = new AdaptationPoint(
                    spent, Score(isWanted ? request.SampledTrajectories : 0, false), Score(isWanted ? request.MeanTrajectories : 0, true));
                for (int episode = 0; episode < request.AdaptationTrajectories && k < request.Steps; episode++)
                {
                    RandomKey own = key.Derive(RandomPurpose.InnerRollout).Derive((ulong)k).Derive((ulong)episode);
                    spent += new Episode(this, parameters, task, own).Run(memory, false, null).Length;
                }

                double Score(int episodes, bool meanActions) => episodes == 0
                    ? double.NaN
                    : Enumerable.Range(0, episodes).Average(
                        i => new Episode(this, parameters, task, scoring.Derive(i))
                            .Run(memory.Copy(), meanActions, null).Sum(reward => (double)reward));
            }

            return new AdaptationCurve(points);
        }

        public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
        {
            var memory = new Memory(family.Spec.ActionChoices);
            for (int k = 0; k < request.Steps * request.AdaptationTrajectories; k++)
            {
                RandomKey own = key.Derive(RandomPurpose.InnerRollout).Derive((ulong)(k / request.AdaptationTrajectories));
                new Episode(this, parameters, task, own.Derive((ulong)(k % request.AdaptationTrajectories))).Run(memory, false, null);
            }

            Episode shown = new(this, parameters, task, key.Derive(RandomPurpose.Evaluation));
            Real[] rewards = shown.Run(memory, true, null);
            return Rollout.Of(task, family.Spec, new RecordedTrajectory
            {
                Observations = [.. rewards.Select(_ => new Real[] { 1 })],
                Actions = [.. shown.Arms.Select(arm => new Real[] { arm })],
                Rewards = rewards,
                FinalObservation = [1],
            });
        }

        public ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        {
            double[][] rows = pool.Gather(
                new WorkItems { Count = tasks.Count, Width = 2 + ParameterCount, Cancellation = token },
                (_, item, row) => Differentiate(parameters, tasks[item], key.Derive((ulong)item), row));
            return new Updates([.. rows.Select(row => row[2..])], rows.Sum(row => (long)row[0]));
        }

        public void Dispose()
        {
        }

        /// <summary>Environment steps, mean return of a trial's last episode, then the gradient of the mean return of its trials.</summary>
        private void Differentiate(Real[] parameters, MdpTask task, RandomKey key, Span<double> row)
        {
            var scores = new double[settings.Trials][];
            var returns = new double[settings.Trials];
            for (int trial = 0; trial < settings.Trials; trial++)
            {
                var memory = new Memory(family.Spec.ActionChoices);
                scores[trial] = new double[ParameterCount];
                for (int episode = 0; episode < Steps; episode++)
                {
                    RandomKey own = key.Derive((ulong)trial).Derive((ulong)episode);
                    Real[] rewards = new Episode(this, parameters, task, own).Run(memory, false, scores[trial]);
                    row[0] += rewards.Length;
                    returns[trial] += rewards.Sum(reward => (double)reward);
                    row[1] += episode == Steps - 1 ? rewards.Sum(reward => (double)reward) / settings.Trials : 0;
                }
            }

            double mean = returns.Average();
            for (int trial = 0; trial < settings.Trials; trial++)
            {
                for (int i = 0; i < ParameterCount; i++)
                {
                    row[2 + i] += (returns[trial] - mean) / settings.Trials * scores[trial][i];
                }
            }
        }

        /// <summary>What is known of the arms.</summary>
        private sealed class Memory(int arms)
        {
            private readonly int[] _pulls = new int[arms];
            private readonly double[] _paid = new double[arms];

            public int Arms => arms;

            public double Mean(int arm) => (1 + (2 * _paid[arm])) / (2 + (2 * _pulls[arm]));

            public double Novelty(int arm) => 1 / Math.Sqrt(1 + _pulls[arm]);

            public void Add(int arm, double reward)
            {
                _pulls[arm]++;
                _paid[arm] += reward;
            }

            public Memory Copy()
            {
                var copy = new Memory(arms);
                _pulls.CopyTo(copy._pulls, 0);
                _paid.CopyTo(copy._paid, 0);
                return copy;
            }
        }

        /// <summary>One episode, which adds to the memory and, where it is asked for, ∇ln π of its actions to a vector.</summary>
        private sealed class Episode(MemoryLearner learner, Real[] theta, MdpTask task, RandomKey key)
        {
            public List<int> Arms { get; } = [];

            public Real[] Run(Memory memory, bool meanActions, double[]? score)
            {
                EnvironmentSpec spec = learner.Family.Spec;
                IEnvironment environment = learner.Family.Create(task, 1);
                var observation = new Real[spec.ObservationSize];
                var (reward, ended, cut, succeeded) = (new Real[1], new bool[1], new bool[1], new bool[1]);
                var result = new StepResult
                {
                    Observations = observation,
                    Rewards = reward,
                    Terminated = ended,
                    Truncated = cut,
                    Succeeded = succeeded,
                };
                var rewards = new List<Real>();
                environment.Reset([0], key.Derive(RandomPurpose.Reset), observation);
                do
                {
                    double[] probabilities = Probabilities(memory);
                    double draw = key.Derive(RandomPurpose.Action).Uniform((ulong)rewards.Count);
                    int arm = meanActions ? Array.IndexOf(probabilities, probabilities.Max()) : 0;
                    for (double sum = probabilities[0]; !meanActions && arm < memory.Arms - 1 && draw >= sum; sum += probabilities[++arm])
                    {
                    }

                    if (score is not null)
                    {
                        score[0] += memory.Mean(arm) - probabilities.Select((p, a) => p * memory.Mean(a)).Sum();
                        score[1] += memory.Novelty(arm) - probabilities.Select((p, a) => p * memory.Novelty(a)).Sum();
                    }

                    environment.Step([0], [arm], result);
                    memory.Add(arm, reward[0]);
                    rewards.Add(reward[0]);
                    Arms.Add(arm);
                }
                while (!cut[0] && !ended[0]);

                return [.. rewards];
            }

            private double[] Probabilities(Memory memory)
            {
                double[] weights =
                [
                    .. Enumerable.Range(0, memory.Arms)
                        .Select(a => Math.Exp((theta[0] * memory.Mean(a)) + (theta[1] * memory.Novelty(a)))),
                ];
                double total = weights.Sum();
                return [.. weights.Select(weight => weight / total)];
            }
        }

        private sealed class Training(MemoryLearner learner, Real[] parameters, OuterSchedule schedule) : IMetaTraining
        {
            private readonly GradientOuterStep _step = new(new Sgd(schedule.StepSize), schedule.Cosine(), double.PositiveInfinity);

            public Real[] Parameters => parameters;

            public IReadOnlyList<(string Name, double[] Values)> State => _step.State;

            public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => _step.Restore(state);

            public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
            {
                double total = plans.Sum(plan => plan.Weight);
                if (!(total > 0) || plans.Any(plan => plan.Augmentation is not null))
                {
                    throw new ArgumentException(
                        "The tasks need positive weight, and none can be augmented: memory has no states to mix.", nameof(plans));
                }

                var gradient = new double[parameters.Length];
                double[][] rows = learner.Pool.Sum(
                    new WorkItems { Count = plans.Count, Width = 2, Cancellation = token }, [.. plans.Select(plan => plan.Weight / total)],
                    gradient,
                    (_, item, row) => learner.Differentiate(
                        parameters, plans[item].MdpTask, key.Derive((ulong)plans[item].MdpTask.Index), row));
                return new IterationReport
                {
                    Outer = _step.Step(parameters, new Ascent(gradient)),
                    Interactions = rows.Sum(row => (long)row[0]),
                    ReturnAfter = rows.Average(row => row[1]),
                };
            }
        }

        private sealed class Ascent(double[] gradient) : IOuterProblem
        {
            public ReadOnlySpan<double> Gradient => gradient;

            public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product) => throw new NotSupportedException();

            public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate) => throw new NotSupportedException();

            public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> into)
                => throw new NotSupportedException();

            public double InnerDivergence(ReadOnlySpan<Real> candidate) => throw new NotSupportedException();

            public void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product) => throw new NotSupportedException();

            public double MetaDivergence(ReadOnlySpan<Real> candidate) => throw new NotSupportedException();
        }

        private sealed class Updates(double[][] gradients, long interactions) : ITaskGradients
        {
            public double[][] Gradients => gradients;

            public long Interactions => interactions;

            public void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
                => throw new NotSupportedException("The memory's curvature is not known.");

            public void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
                => throw new NotSupportedException("The memory's curvature is not known.");

            public void Dispose()
            {
            }
        }
    }
}
