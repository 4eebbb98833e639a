using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Finds the kinds of failing tasks, and tells of any task which kind it resembles.</summary>
internal sealed class KindFinder
{
    /// <summary>The label of tasks that do not fail.</summary>
    public const int Healthy = -1;

    /// <summary>Known tasks that a task is compared with: the majority of the nearest ones decides.</summary>
    internal const int Neighbours = 5;

    /// <summary>Draws of the gradients, so that their noise is known.</summary>
    private const int Replicates = 3;

    /// <summary>Most training tasks whose gradients are compared with those of the failing tasks.</summary>
    private const int MostCompared = 25;

    private readonly FailingTasks _tasks;
    private readonly TaskSpace _space;
    private readonly int[] _labels;

    private KindFinder(FailingTasks tasks, TaskSpace space, int[] labels) => (_tasks, _space, _labels) = (tasks, space, labels);

    /// <summary>The kinds, the largest first.</summary>
    public required IReadOnlyList<FailingKind> Kinds { get; init; }

    /// <summary>Cosine between the gradients of each kind and of the training tasks that do not resemble it; null where unknown. Shape
    /// [kinds].</summary>
    public required IReadOnlyList<double?> Conflicts { get; init; }

    /// <summary>Groups the failing tasks.</summary>
    /// <param name="tasks">The tasks; at least <see cref="KindGrouping.FewestFailing"/> fail.</param>
    /// <param name="spec">Names and ranges of task parameters.</param>
    /// <param name="bench">Gives gradients.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    public static KindFinder Find(
        FailingTasks tasks, EnvironmentSpec spec, IDiagnosisBench bench, RandomKey key, CancellationToken token)
    {
        var space = new TaskSpace(spec.TaskParameterRanges);
        int[] failing = tasks.All;
        int[] explained = [.. tasks.Poor.Where(failing.Contains)];
        MdpTask[] own = [.. explained.Select(position => tasks.Validation[position])];
        int[] compared = Compared(tasks.Training.Count, key);
        List<double[][]>? replicates = Draws(
            bench, [.. own, .. compared.Select(position => tasks.Training[position])], key, token);
        int[] groups = KindGrouping.Of(Distances(space, own, replicates));
        int[] labels = Labels(tasks, space, failing, explained, groups);
        int[] sizes = [.. Enumerable.Range(0, groups.Max() + 1).OrderByDescending(group => labels.Count(label => label == group))];
        int[] sorted = [.. labels.Select(label => label == Healthy ? Healthy : Array.IndexOf(sizes, label))];
        var unnamed = new KindFinder(tasks, space, sorted) { Kinds = [], Conflicts = [] };
        int[] training = [.. tasks.Training.Select(task => unnamed.Label(task))];
        int[][] members = [.. sizes.Select(size => explained.Index().Where(e => groups[e.Index] == size).Select(e => e.Index).ToArray())];
        return new KindFinder(tasks, space, sorted)
        {
            Kinds =
            [
                .. sizes.Select((_, kind) => new FailingKind
                {
                    Validation = [.. failing.Where(position => sorted[position] == kind)],
                    Training = [.. training.Index().Where(task => task.Item == kind).Select(task => task.Index)],
                    Coherence = KindCoherence.Of(tasks.Validation, sorted, kind, space),
                    Description = FailingKind.Describe(
                        spec, [.. failing.Where(position => sorted[position] == kind).Select(position => tasks.Validation[position])],
                        tasks.Validation),
                    Agreement = replicates is null ? null : Agreement(replicates, members[kind]),
                }),
            ],
            Conflicts =
            [
                .. members.Select((own, kind) => replicates is null
                    ? null
                    : Conflict(
                        replicates, own,
                        [.. compared.Index().Where(c => training[c.Item] != kind).Select(c => explained.Length + c.Index)])),
            ],
        };
    }

    /// <summary>The kind that a task resembles: that of the majority of the nearest validation tasks.</summary>
    /// <returns>Its position in <see cref="Kinds"/>; <see cref="Healthy"/> for none.</returns>
    public int Label(MdpTask task)
    {
        int[] nearest = _space.Nearest(task, _tasks.Validation, Neighbours);
        (int label, int votes) = nearest.CountBy(position => _labels[position]).MaxBy(count => count.Value);
        return 2 * votes > nearest.Length ? label : Healthy;
    }

    /// <summary>The tasks nearest to the failing tasks of a kind.</summary>
    /// <param name="kind">Its position.</param>
    /// <param name="drawn">Tasks to choose from.</param>
    /// <param name="count">How many; fewer where there are not as many.</param>
    public IReadOnlyList<MdpTask> Nearest(int kind, IReadOnlyList<MdpTask> drawn, int count)
    {
        MdpTask[] own = [.. Kinds[kind].Validation.Select(position => _tasks.Validation[position])];
        return [.. drawn.OrderBy(task => own.Min(member => _space.Distance(task, member))).Take(count)];
    }

    /// <summary>Every failing task has the kind of the nearest explained one.</summary>
    private static int[] Labels(FailingTasks tasks, TaskSpace space, int[] failing, int[] explained, int[] groups)
    {
        int[] labels = [.. Enumerable.Repeat(Healthy, tasks.Validation.Count)];
        MdpTask[] known = [.. explained.Select(position => tasks.Validation[position])];
        foreach (int position in failing)
        {
            labels[position] = groups[space.Nearest(tasks.Validation[position], known, 1)[0]];
        }

        return labels;
    }

    private static int[] Compared(int training, RandomKey key)
    {
        var order = new int[training];
        key.Derive(RandomPurpose.Selection).Permutation(order);
        return [.. order.Take(MostCompared).Order()];
    }

    private static List<double[][]>? Draws(IDiagnosisBench bench, MdpTask[] tasks, RandomKey key, CancellationToken token)
    {
        var replicates = new List<double[][]>();
        for (int replicate = 0; replicate < Replicates; replicate++)
        {
            if (bench.Gradients(tasks, key.Derive((ulong)replicate), token) is not { } gradients)
            {
                return null;
            }

            replicates.Add(gradients);
        }

        return replicates;
    }

    /// <summary>Mean of the distances by parameters and by the direction of the gradients, each in units of its own mean.</summary>
    private static double[,] Distances(TaskSpace space, MdpTask[] own, IReadOnlyList<double[][]>? replicates)
    {
        var distances = new double[own.Length, own.Length];
        Add((i, j) => space.Distance(own[i], own[j]));
        double[,]? cosines = replicates is null ? null : GradientAngles.Of([.. replicates.Select(all => all[..own.Length])]);
        if (cosines is not null && !cosines.Cast<double>().Any(double.IsNaN))
        {
            Add((i, j) => 1 - cosines[i, j]);
        }

        return distances;

        void Add(Func<int, int, double> distance)
        {
            double mean = Pairs().Select(pair => distance(pair.I, pair.J)).DefaultIfEmpty(0).Average();
            foreach ((int i, int j) in Pairs())
            {
                distances[i, j] += mean > 0 ? distance(i, j) / mean : 0;
            }
        }

        IEnumerable<(int I, int J)> Pairs()
            => from i in Enumerable.Range(0, own.Length) from j in Enumerable.Range(0, own.Length) where i != j select (i, j);
    }

    private static double? Agreement(IReadOnlyList<double[][]> replicates, int[] members)
    {
        double[,] cosines = GradientAngles.Of([.. replicates.Select(all => members.Select(member => all[member]).ToArray())]);
        double[] pairs =
        [
            .. from i in Enumerable.Range(0, members.Length) from j in Enumerable.Range(0, i) select cosines[i, j],
        ];
        double[] known = [.. pairs.Where(cosine => !double.IsNaN(cosine))];
        return known.Length == 0 ? null : known.Average();
    }

    private static double? Conflict(IReadOnlyList<double[][]> replicates, int[] own, int[] others)
    {
        if (own.Length == 0 || others.Length == 0)
        {
            return null;
        }

        double cosine = GradientAngles.Of([.. replicates.Select(all => new[] { Sum(all, own), Sum(all, others) })])[0, 1];
        return double.IsNaN(cosine) ? null : cosine;

        static double[] Sum(double[][] gradients, int[] positions)
        {
            var sum = new double[gradients[0].Length];
            foreach (int position in positions)
            {
                VectorOperations.AddScaled(1, gradients[position], sum);
            }

            return sum;
        }
    }
}
