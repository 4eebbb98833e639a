using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Runs.Reports;

/// <summary>Finds the first rule that report data breaks.</summary>
internal static class ReportValidator
{
    /// <summary>Checks everything that the type system leaves open.</summary>
    /// <param name="data">What to check.</param>
    /// <returns>A sentence with the place, or null where all is well.</returns>
    public static string? FindProblem(ReportData data)
    {
        ReportCheck check = new();
        check.Require(
            data.SchemaVersion == ReportData.CurrentSchemaVersion,
            $"schemaVersion is {data.SchemaVersion}; {ReportData.CurrentSchemaVersion} is expected.");
        CheckIdentity(check, data.Identity);
        check.Text("score.name", data.Score.Name);
        check.NotNegative("score.degradedBy", data.Score.DegradedBy);
        check.Entries("protocol", data.Protocol);
        HashSet<string> tasks = CheckTasks(check, data.Tasks);
        CheckStages(check, data);
        CheckCurves(check, "curves", data.Curves);
        CheckCurves(check, "adaptation", data.Adaptation);
        CheckExplanation(check, data.Explanation);
        CheckDiagnosis(check, data.Diagnosis);
        CheckAugmentation(check, data.Augmentation);
        HashSet<string> methods = CheckMethods(check, data);
        CheckPerTask(check, data.PerTask, tasks, methods);
        PictureValidator.Check(check, data, tasks);
        ReplayValidator.Check(check, data.Replays, tasks);
        return check.Problem;
    }

    private static void CheckIdentity(ReportCheck check, ReportIdentity identity)
    {
        check.Text("identity.title", identity.Title);
        check.Text("identity.verdict", identity.Verdict);
        check.Text("identity.commandLine", identity.CommandLine);
        check.Text("identity.configurationYaml", identity.ConfigurationYaml);
        check.NotNegative("identity.durationSeconds", identity.DurationSeconds);
        check.Entries("identity.versions", identity.Versions);
        check.Count("identity.statuses", identity.Statuses.Count, ReportLimits.Entries);
    }

    private static HashSet<string> CheckTasks(ReportCheck check, IReadOnlyList<ReportTask> tasks)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        check.Count("tasks", tasks.Count, ReportLimits.Tasks);
        for (int i = 0; i < tasks.Count && check.IsClean; i++)
        {
            ReportTask task = tasks[i];
            check.Require(ids.Add(task.Id), $"tasks[{i}].id '{task.Id}' occurs twice; ids are unique.");
            check.Count($"tasks[{i}].parameters", task.Parameters.Count, ReportLimits.Parameters);
            foreach ((string name, double value) in task.Parameters)
            {
                check.Finite($"tasks[{i}].parameters.{name}", value);
            }

            if (task.Influence is { } influence)
            {
                check.Interval($"tasks[{i}].influence", influence.Weight, influence.Low, influence.High);
                check.Text($"tasks[{i}].influence.noInterval", influence.NoInterval);
                check.Require(influence.Rank >= 1, $"tasks[{i}].influence.rank is {influence.Rank}; ranks start at 1.");
            }
        }

        return ids;
    }

    private static void CheckStages(ReportCheck check, ReportData data)
    {
        check.Count("stages", data.Stages.Count, ReportLimits.Entries);
        for (int i = 0; i < data.Stages.Count && check.IsClean; i++)
        {
            ReportStage stage = data.Stages[i];
            check.NotNegative($"stages[{i}].iterations", stage.Iterations);
            check.NotNegative($"stages[{i}].interactions", stage.Interactions);
            check.NotNegative($"stages[{i}].seconds", stage.Seconds);
        }

        if (data.Profile is { } profile)
        {
            check.Count("profile.phases", profile.Phases.Count, ReportLimits.Entries);
            check.Finite("profile.stepsPerSecond", profile.StepsPerSecond);
            check.Finite("profile.coresUsed", profile.CoresUsed);
            for (int i = 0; i < profile.Phases.Count && check.IsClean; i++)
            {
                check.NotNegative($"profile.phases[{i}].seconds", profile.Phases[i].Seconds);
            }
        }
    }

    private static void CheckCurves(ReportCheck check, string place, IReadOnlyList<ReportCurve> curves)
    {
        check.Count(place, curves.Count, ReportLimits.Curves);
        for (int i = 0; i < curves.Count && check.IsClean; i++)
        {
            IReadOnlyList<ReportCurvePoint> points = curves[i].Points;
            check.Count($"{place}[{i}].points", points.Count, ReportLimits.CurvePoints);
            for (int k = 0; k < points.Count && check.IsClean; k++)
            {
                string at = $"{place}[{i}].points[{k}]";
                check.Finite(at + ".x", points[k].X);
                check.Require(k == 0 || points[k].X >= points[k - 1].X, at + ".x descends; ascending order is expected.");
                check.Interval(at, points[k].Y, points[k].Low, points[k].High);
            }
        }
    }

    private static void CheckExplanation(ReportCheck check, ReportExplanation? explanation)
    {
        check.Finite("explanation.replicateCorrelation", explanation?.ReplicateCorrelation);
        check.Finite("explanation.uniformWeight", explanation?.UniformWeight);
        check.Text("explanation.solverStatus", explanation?.SolverStatus);
    }

    private static void CheckDiagnosis(ReportCheck check, ReportDiagnosis? diagnosis)
    {
        if (diagnosis is null)
        {
            return;
        }

        check.Count("diagnosis.sentences", diagnosis.Sentences.Count, ReportLimits.Entries);
        check.Count("diagnosis.kinds", diagnosis.Kinds.Count, ReportLimits.Entries);
        for (int i = 0; i < diagnosis.Kinds.Count && check.IsClean; i++)
        {
            ReportKind kind = diagnosis.Kinds[i];
            check.Share($"diagnosis.kinds[{i}].confidence", kind.Confidence);
            check.Count($"diagnosis.kinds[{i}].tasks", kind.Tasks.Count, ReportLimits.Tasks);
            check.Count($"diagnosis.kinds[{i}].evidence", kind.Evidence.Count, ReportLimits.Entries);
            foreach (string text in (IEnumerable<string>)[kind.Description, kind.Cause, kind.Remedy, .. kind.Evidence])
            {
                check.Text($"diagnosis.kinds[{i}]", text);
            }
        }

        foreach (string sentence in diagnosis.Sentences)
        {
            check.Text("diagnosis.sentences", sentence);
        }
    }

    private static void CheckAugmentation(ReportCheck check, ReportAugmentation? augmentation)
    {
        if (augmentation is null)
        {
            return;
        }

        check.Share("augmentation.infeasibleShare", augmentation.InfeasibleShare);
        check.Points("augmentation.densityBefore", augmentation.DensityBefore, ReportLimits.CurvePoints);
        check.Points("augmentation.densityAfter", augmentation.DensityAfter, ReportLimits.CurvePoints);
        check.Count("augmentation.parameters", augmentation.Parameters.Count, ReportLimits.Parameters);
        check.Count("augmentation.steps", augmentation.Steps.Count, ReportLimits.CurvePoints);
        foreach (ReportLawParameter parameter in augmentation.Parameters)
        {
            check.Finite($"augmentation.parameters '{parameter.Name}'", parameter.Before);
            check.Finite($"augmentation.parameters '{parameter.Name}'", parameter.After);
        }

        for (int i = 0; i < augmentation.Steps.Count && check.IsClean; i++)
        {
            ReportAugmentationStep step = augmentation.Steps[i];
            check.Finite($"augmentation.steps[{i}].information", step.Information);
            check.Interval($"augmentation.steps[{i}]", null, step.Lower, step.Upper);
            check.Share($"augmentation.steps[{i}].mean", step.Mean);
            check.Finite($"augmentation.steps[{i}].standardDeviation", step.StandardDeviation);
        }
    }

    private static HashSet<string> CheckMethods(ReportCheck check, ReportData data)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        check.Count("methods", data.Methods.Count, ReportLimits.Methods);
        for (int i = 0; i < data.Methods.Count && check.IsClean; i++)
        {
            ReportMethod method = data.Methods[i];
            string at = $"methods[{i}]";
            check.Require(names.Add(method.Name), $"{at}.name '{method.Name}' occurs twice; names are unique.");
            check.Estimate(at + ".mean", method.Mean);
            check.Estimate(at + ".iqm", method.Iqm);
            check.Estimate(at + ".poor", method.Poor);
            check.Estimate(at + ".nonPoor", method.NonPoor);
            check.Estimate(at + ".cvar", method.Cvar);
            check.Share(at + ".degradedShare", method.DegradedShare);
            check.Finite(at + ".degradedMeanDrop", method.DegradedMeanDrop);
            check.NotNegative(at + ".interactions", method.Interactions);
            check.Difference(at + ".differenceToBase", method.DifferenceToBase);
            check.Difference(at + ".differenceToControl", method.DifferenceToControl);
            check.Difference(at + ".poorDifferenceToControl", method.PoorDifferenceToControl);
        }

        int ours = data.Methods.Count(static method => method.IsOurs);
        check.Require(ours <= 1, $"methods has {ours} entries with isOurs; at most one is expected.");
        check.Require(
            data.ControlName is not { } control || names.Contains(control),
            $"controlName is '{data.ControlName}'; a name from methods is expected.");
        return names;
    }

    private static void CheckPerTask(
        ReportCheck check, IReadOnlyList<ReportTaskScores> rows, HashSet<string> tasks, HashSet<string> methods)
    {
        check.Count("perTask", rows.Count, ReportLimits.Tasks);
        for (int i = 0; i < rows.Count && check.IsClean; i++)
        {
            check.Require(tasks.Contains(rows[i].TaskId), $"perTask[{i}].taskId is '{rows[i].TaskId}'; an id from tasks is expected.");
            foreach ((string method, double score) in rows[i].Scores)
            {
                check.Require(methods.Contains(method), $"perTask[{i}].scores names '{method}'; a name from methods is expected.");
                check.Finite($"perTask[{i}].scores.{method}", score);
            }
        }
    }
}
