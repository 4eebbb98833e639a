using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Planted;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Loop;

/// <summary>The three sets of tasks of a run, drawn independently unless a benchmark fixes them: disjoint where a parameter is a real
/// number. An environment with few tasks, such as two directions, has the same ones in every set.</summary>
internal sealed record TaskSets
{
    /// <summary>Tasks that the meta-policy trains on.</summary>
    public required IReadOnlyList<MdpTask> Training { get; init; }

    /// <summary>Tasks among which the poorly adapted ones are found.</summary>
    public required IReadOnlyList<MdpTask> Validation { get; init; }

    /// <summary>Tasks of the reported figures.</summary>
    public required IReadOnlyList<MdpTask> Test { get; init; }

    /// <summary>Reads the sets that a run stored, and checks every task.</summary>
    /// <param name="path">The run's tasks.json.</param>
    /// <param name="spec">The run's environment.</param>
    /// <returns>The sets.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, or holds a task that is not one of the environment; the message names
    /// file and task.</exception>
    public static TaskSets Read(string path, EnvironmentSpec spec)
    {
        TaskSets sets = RunJson.Read<TaskSets>(path);
        (string, IReadOnlyList<MdpTask>?)[] named = [("training", sets.Training), ("validation", sets.Validation), ("test", sets.Test)];
        foreach ((string name, IReadOnlyList<MdpTask>? set) in named)
        {
            var indices = new HashSet<int>();
            for (
                int i = 0; i < (set ?? throw new InvalidDataException($"{path}, {name}: found null; expected a list of tasks.")).Count; i++)
            {
                try
                {
                    spec.Validate(set[i]);
                }
                catch (ArgumentException error)
                {
                    throw new InvalidDataException($"{path}, {name} task {i}: {error.Message}", error);
                }

                // Planted tasks have numbers of their own.
                if (set[i].Index < 0 || !indices.Add(set[i].Index))
                {
                    throw new InvalidDataException(
                        $"{path}, {name} task {i}: its index is {set[i].Index}; expected a number ≥ 0 that no task before it has.");
                }
            }
        }

        return sets;
    }

    /// <summary>Reads the sets of a run that has stored them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="expected">The run's sizes.</param>
    /// <param name="spec">The run's environment.</param>
    /// <returns>The sets; null where the run has no tasks.json.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, or holds other numbers of tasks.</exception>
    internal static TaskSets? ReadOrNull(RunDirectory run, TaskSettings expected, EnvironmentSpec spec)
    {
        if (!File.Exists(run.TasksPath))
        {
            return null;
        }

        TaskSets stored = Read(run.TasksPath, spec);
        return (stored.Training.Count, stored.Validation.Count, stored.Test.Count)
            == (expected.Training, expected.Validation, expected.Test)
            ? stored
            : throw new InvalidDataException(
                $"{run.TasksPath} holds {stored.Training.Count} training, {stored.Validation.Count} validation and {stored.Test.Count} "
                    + $"test tasks; the configuration says {expected.Training}, {expected.Validation} and {expected.Test}.");
    }

    /// <summary>Number of test tasks with the parameters of a training task.</summary>
    internal int SeenTestTasks()
    {
        HashSet<MdpTask> training = [.. Training.Select(Unnumbered)];
        return Test.Count(task => training.Contains(Unnumbered(task)));

        static MdpTask Unnumbered(MdpTask task) => task with { Index = 0 };
    }

    /// <summary>Stores the sets in a run, which begins with them.</summary>
    internal void Write(RunDirectory run) => run.Store(run.TasksPath, this);

    /// <summary>Draws the sets; each has random numbers of its own, so its tasks do not depend on the others' sizes.</summary>
    /// <param name="settings">Sizes.</param>
    /// <param name="family">The environments.</param>
    /// <param name="key">The run's root key.</param>
    /// <returns>The sets.</returns>
    public static TaskSets Draw(TaskSettings settings, IEnvironmentFamily family, RandomKey key)
    {
        RandomKey training = RunKeys.TrainingTasks(key);
        return new TaskSets
        {
            Training = [.. Enumerable.Range(0, settings.Training).Select(Training)],
            Validation = Sample(1, RunKeys.ValidationTasks(key), settings.Validation),
            Test = Sample(2, RunKeys.TestTasks(key), settings.Test),
        };

        MdpTask Training(int position) => family switch
        {
            ITaskSplits splits => splits.SampleTraining(key, position),
            IGivenTasks given => given.TasksOf(0)[position],
            EvenFamily even => even.SampleTraining(training, position),
            CorruptedFamily { Inner: EvenFamily even } => even.SampleTraining(training, position),
            CorruptedFamily when position < settings.PlantedCount => new PlantedRegion(family, settings)
                    .Draw(training, position, true) with
            { Index = CorruptedFamily.FirstCorrupted + position },
            _ => family.SampleTask(training, position),
        };

        IReadOnlyList<MdpTask> Sample(int set, RandomKey own, int count)
            => family is IGivenTasks given ? [.. given.TasksOf(set).Take(count)] : [.. Enumerable.Range(0, count).Select(
                i => family is not ITaskSplits splits ? family.SampleTask(own, i)
                    : set == 1 ? splits.SampleValidation(key, i) : splits.SampleTest(key, i))];
    }
}
