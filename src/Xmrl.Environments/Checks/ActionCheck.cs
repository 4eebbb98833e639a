namespace Xmrl.Environments.Checks;

/// <summary>Checks actions that a policy may draw: real ones of any size, and every choice.</summary>
internal static class ActionCheck
{
    /// <summary>Many times what any actuator takes, and small enough that its square over a long episode is finite.</summary>
    private const double Large = 1e6;

    /// <summary>Plays episodes with large actions, or with every choice.</summary>
    /// <param name="probe">The environment.</param>
    public static void Run(EnvironmentProbe probe)
    {
        IEnumerable<double> values = probe.Spec.ActionChoices > 0
            ? Enumerable.Range(0, probe.Spec.ActionChoices).Select(static choice => (double)choice)
            : [Large, -Large];
        foreach (double value in values)
        {
            var found = new FindingList();
            probe.With(0, 1, environment => new EpisodePlayer(environment, found)
                .Play([0], probe.Key, ProbeActions.Constant((Real)value)));
            if (found.Found.FirstOrDefault(static finding => finding.Broken is CheckRule.Finite or CheckRule.Exception) is { } finding)
            {
                string taken = probe.Spec.ActionChoices > 0 ? $"choice {value}" : $"actions of {value}";
                probe.Findings.Add(
                    CheckRule.Actions, $"{finding.Place}, with {taken}",
                    "a finite outcome of whatever a policy draws (limits are the environment's to apply)", finding.Found);
            }
        }
    }
}
