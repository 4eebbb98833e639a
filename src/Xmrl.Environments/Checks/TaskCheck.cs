using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Checks what an environment says of itself, and its distribution over tasks.</summary>
internal static class TaskCheck
{
    /// <summary>Sizes, names and ranges.</summary>
    /// <param name="spec">What the environment says of itself.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void RunSpecification(EnvironmentSpec spec, FindingList findings)
    {
        Require(spec.Id.Length > 0, "an id", "none");
        Require(spec.ObservationSize >= 1, "ObservationSize of 1 or more", $"{spec.ObservationSize}");
        Require(spec.ActionSize >= 1, "ActionSize of 1 or more", $"{spec.ActionSize}");
        Require(
            spec.ActionChoices == 0 || (spec.ActionChoices >= 2 && spec.ActionSize == 1),
            "ActionChoices of 0, or of 2 or more with ActionSize 1", $"{spec.ActionChoices} with ActionSize {spec.ActionSize}");
        Require(spec.Horizon >= 1, "Horizon of 1 or more", $"{spec.Horizon}");
        Require(
            spec.TaskParameterNames.Length >= 1 && spec.TaskParameterRanges.Length == spec.TaskParameterNames.Length,
            "one range per name in TaskParameterNames, and one or more of them",
            $"{spec.TaskParameterNames.Length} names and {spec.TaskParameterRanges.Length} ranges");
        foreach (ParameterRange range in spec.TaskParameterRanges)
        {
            Require(
                double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low <= range.High,
                "finite ranges of task parameters, from low to high", $"[{range.Low}, {range.High}]");
        }

        Require(
            spec.ObservationCentre.Length == spec.ObservationSize && spec.ObservationScale.Length == spec.ObservationSize,
            $"ObservationCentre and ObservationScale of {spec.ObservationSize} numbers, the ObservationSize",
            $"{spec.ObservationCentre.Length} and {spec.ObservationScale.Length}");
        Require(
            spec.ObservationCentre.All(double.IsFinite) && spec.ObservationScale.All(static scale => double.IsFinite(scale) && scale != 0),
            "a finite ObservationCentre and an ObservationScale of finite numbers other than 0",
            $"[{string.Join(", ", spec.ObservationCentre)}] and [{string.Join(", ", spec.ObservationScale)}]");
        string score = spec.HasSuccess ? "success rate" : "return";
        Require(spec.ScoreName == score, $"ScoreName '{score}', as HasSuccess is {spec.HasSuccess}", $"'{spec.ScoreName}'");

        void Require(bool holds, string expected, string found)
        {
            if (!holds)
            {
                findings.Add(CheckRule.Specification, "specification", expected, found);
            }
        }
    }

    /// <summary>Draws tasks.</summary>
    /// <param name="family">The environment.</param>
    /// <param name="count">Number of tasks, ≥ 2.</param>
    /// <param name="key">Key of the task set.</param>
    /// <param name="findings">Receives the findings.</param>
    /// <returns>The tasks; null if one is not valid.</returns>
    public static MdpTask[]? Run(IEnvironmentFamily family, int count, RandomKey key, FindingList findings)
    {
        var tasks = new MdpTask[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            string place = $"task {index}";
            if (!findings.Call(place, "SampleTask to draw a task", () => tasks[index] = family.SampleTask(key, index)))
            {
                return null;
            }

            MdpTask? again = null;
            if (!findings.Call(place, "a valid task", () => family.Spec.Validate(tasks[index]))
                || !findings.Call(place, "SampleTask to draw it again", () => again = family.SampleTask(key, index)))
            {
                return null;
            }

            if (tasks[index].Index != index)
            {
                findings.Add(CheckRule.Tasks, place, $"a task of index {index}", $"{tasks[index].Index}");
            }

            if (!tasks[index].Equals(again))
            {
                findings.Add(
                    CheckRule.Tasks, place, "the same task for the same key and index",
                    $"[{string.Join(", ", tasks[index].Parameters)}] the one time and [{string.Join(", ", again!.Parameters)}] the other");
            }
        }

        if (tasks.All(task => task.Parameters.AsSpan().SequenceEqual(tasks[0].Parameters.AsSpan())))
        {
            findings.Add(
                CheckRule.Tasks, $"tasks 0 to {count - 1}", "tasks that differ",
                $"the same parameters in all of them, [{string.Join(", ", tasks[0].Parameters)}]");
        }

        RunDistance(family, tasks[0], tasks[1], findings);
        return tasks;
    }

    private static void RunDistance(IEnvironmentFamily family, MdpTask first, MdpTask second, FindingList findings)
    {
        (double? There, double? Back, double? Own) distance = default;
        if (findings.Call(
                "tasks 0 and 1", "a distance or null",
                () => distance = (family.Distance(first, second), family.Distance(second, first), family.Distance(first, first)))
            && (distance.There != distance.Back || distance.There is not (null or >= 0) || distance.Own is not (null or 0)))
        {
            findings.Add(
                CheckRule.Tasks, "tasks 0 and 1", "a symmetric distance of 0 or more that is 0 to the task itself",
                $"{distance.There} there, {distance.Back} back and {distance.Own} to itself");
        }
    }
}
