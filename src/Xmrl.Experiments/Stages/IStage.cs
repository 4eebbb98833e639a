namespace Xmrl.Experiments.Stages;

/// <summary>One stage of a run. The order of a <see cref="StageList"/> decides progress, forecast and resumption.</summary>
internal interface IStage
{
    /// <summary>The name in stages.json, in progress and in reports.</summary>
    string Name { get; }

    /// <summary>What it is expected to take.</summary>
    StageWork Work { get; }

    /// <summary>Share of the stage that a run has behind it, in [0, 1].</summary>
    double Done(RunParts parts) => parts.Book.Has(Name) ? 1 : 0;

    /// <summary>Does the work, or reads what the run has stored of it.</summary>
    /// <param name="run">The run, and where the stage stands in it.</param>
    /// <param name="found">What the stages before found.</param>
    /// <param name="token">Saves what can go on and throws when cancelled.</param>
    /// <returns>The same with what this stage found; unchanged where it has nothing to do.</returns>
    ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token);
}
