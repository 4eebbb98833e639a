using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Robustness;

/// <summary>The study's tasks: training tasks of a condition, and test tasks that all seeds, learners and conditions share.</summary>
/// <remarks>
/// <para>A task depends on key and position alone, so that 15 training tasks are the first of 30, these the first of 75, and every learner
/// of a seed has the same ones. In a sector a task keeps its distance and the share of its angle.</para>
/// <para>Test task i lies in quadrant i mod 4, uniformly: the scores of the quadrants are means over the tasks of each. An environment of
/// two directions has these as its tasks in turn.</para>
/// </remarks>
/// <param name="family">The environments.</param>
/// <param name="settings">Numbers and sector.</param>
internal sealed class StudyTasks(IEnvironmentFamily family, StudyTaskSettings settings)
{
    /// <summary>Quadrants of the directions.</summary>
    public const int Quadrants = 4;

    /// <summary>Decides the test tasks; a constant, for seeds share them.</summary>
    private const ulong TestSeed = 20_240_229;

    private const string AngleName = "angle";
    private const string DirectionName = "direction";

    /// <summary>Whether tasks have a direction in degrees, so that there are sectors and quadrants.</summary>
    public bool HasAngle => family.Spec.TaskParameterNames[0] == AngleName;

    private bool HasTwo => family.Spec.TaskParameterNames[0] == DirectionName;

    /// <summary>Draws the sets of a run.</summary>
    /// <param name="root">The run's root key.</param>
    /// <returns>Training and test tasks; no validation tasks.</returns>
    public TaskSets Draw(RandomKey root)
    {
        RandomKey training = RunKeys.TrainingTasks(root);
        RandomKey test = RunKeys.TestTasks(RandomKey.FromSeed(TestSeed));
        return new TaskSets
        {
            Training = [.. Enumerable.Range(0, settings.Training).Select(i => Training(training, i))],
            Validation = [],
            Test = [.. Enumerable.Range(0, settings.Test).Select(i => Test(test, i))],
        };
    }

    /// <summary>A training task.</summary>
    /// <param name="key">Key of the set.</param>
    /// <param name="index">Its position, ≥ 0.</param>
    /// <returns>The task, in the sector.</returns>
    public MdpTask Training(RandomKey key, int index)
    {
        MdpTask task = family.SampleTask(key, index);
        return HasTwo ? Alternating(task, index) : HasAngle ? Within(task, 0, settings.Sector) : task;
    }

    /// <summary>The tasks of one iteration: all of the set for a learner that chooses among them, else some that are drawn with
    /// replacement from it, or anew. A task that is drawn twice has random numbers of its own each time.</summary>
    /// <param name="set">The training tasks of the run; empty for new ones.</param>
    /// <param name="count">Tasks of an iteration.</param>
    /// <param name="takesAll">Whether the learner draws from the tasks itself.</param>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <returns>The tasks.</returns>
    public IReadOnlyList<TaskPlan> Batch(IReadOnlyList<MdpTask> set, int count, bool takesAll, RandomKey key)
    {
        if (takesAll)
        {
            return [.. set.Select(task => new TaskPlan { MdpTask = task })];
        }

        RandomKey drawn = key.Derive(RandomPurpose.TaskSampling);
        RandomKey choice = key.Derive(RandomPurpose.TaskBatch);
        return
        [
            .. Enumerable.Range(0, count).Select(slot => new TaskPlan
            {
                MdpTask = set.Count == 0 ? Training(drawn, slot) : set[choice.Integer((ulong)slot, set.Count)] with { Index = slot },
            }),
        ];
    }

    private MdpTask Test(RandomKey key, int index)
    {
        MdpTask task = family.SampleTask(key, index);
        const double Quarter = StudyTaskSettings.AllDegrees / Quadrants;
        return HasTwo ? Alternating(task, index)
            : HasAngle ? Within(task, index % Quadrants * Quarter, Quarter)
            : task;
    }

    private static MdpTask Alternating(MdpTask task, int index) => task with { Parameters = [index % 2 == 0 ? -1 : 1] };

    /// <summary>The task with its angle moved into a sector, both in degrees.</summary>
    private static MdpTask Within(MdpTask task, double from, double degrees)
    {
        double angle = (task.Parameters[0] * degrees / StudyTaskSettings.AllDegrees) + (from * Math.PI / 180);
        return task with { Parameters = task.Parameters.SetItem(0, Math.Min(angle, 2 * Math.PI)) };
    }
}
