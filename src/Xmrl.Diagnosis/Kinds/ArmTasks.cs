using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>The tasks of the short trainings.</summary>
internal static class ArmTasks
{
    /// <summary>Validation tasks that join a training have indices of their own, as random numbers belong to an index.</summary>
    private const int FirstAdded = 700_000;

    /// <summary>The tasks of a probe.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="tasks">All tasks.</param>
    /// <param name="kind">The kind that is probed.</param>
    /// <returns>Tasks with their weights. With the kind added, it weighs as much as all training tasks together.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probe trains nothing.</exception>
    public static IEnumerable<(MdpTask Task, double Weight)> Of(ProbeName probe, FailingTasks tasks, FailingKind kind)
    {
        (MdpTask, double)[] own =
        [
            .. kind.Validation.Select(position => (
                tasks.Validation[position] with { Index = FirstAdded + position }, tasks.Training.Count / (double)kind.Validation.Length)),
        ];
        return probe switch
        {
            ProbeName.MoreTraining or ProbeName.LongTraining => tasks.Training.Select(task => (task, 1.0)),
            ProbeName.WithoutSuspects => tasks.Training.Index().Where(task => !tasks.Suspects.Contains(task.Index))
                .Select(task => (task.Item, 1.0)),
            ProbeName.KindAdded => tasks.Training.Select(task => (task, 1.0)).Concat(own),
            ProbeName.Specialist or ProbeName.LongSpecialist => own,
            _ => throw new ArgumentOutOfRangeException(nameof(probe), probe, "Expected a probe that trains."),
        };
    }
}
