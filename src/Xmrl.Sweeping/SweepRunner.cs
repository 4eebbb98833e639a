using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Statistics;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Sweeping;

/// <summary>Searches step size and strength of every improvement method over the same grid, from a stored base policy, on a second set of
/// validation tasks.</summary>
/// <remarks>Explanation and mixing laws are found once. Every candidate has a run directory of its own under candidates, and a result.json
/// when it is done: a sweep that was stopped goes on where it was. Test tasks are never touched. Tasks and episodes are the same for all
/// candidates; they are neither those among which the poor ones are found, nor those of a confirmation.</remarks>
/// <param name="output">Folder of the sweep, as this process sees it.</param>
/// <param name="threads">Threads to use, ≥ 1; results do not depend on it.</param>
/// <param name="log">Receives warnings.</param>
internal sealed class SweepRunner(string output, int threads, ILogger log)
{
    private const string RequestName = "sweep-request.json";
    private const string ResultName = "result.json";
    private const string RecordName = "sweep.json";
    private const string SharedName = "shared";
    private const string CandidatesName = "candidates";

    private static readonly Progress<StageProgress> s_silent = new();
    private readonly string _output = RunFiles.Resolve(output);

    /// <summary>The processes that share the work; results do not depend on them.</summary>
    public ICollective Processes { get; init; } = SingleProcess.Instance;

    /// <summary>The files as this process sees them; null for one process.</summary>
    public RankFiles? Files { get; init; }

    /// <summary>What a folder's sweep searches.</summary>
    /// <param name="folder">Any folder.</param>
    /// <returns>The stored request; null if the folder holds no sweep.</returns>
    /// <exception cref="InvalidDataException">The request is not valid.</exception>
    public static SweepRequest? Stored(string folder)
        => Path.Combine(RunFiles.Resolve(folder), RequestName) is var path && File.Exists(path) ? RunJson.Read<SweepRequest>(path) : null;

    /// <summary>Whether a folder's sweep is finished.</summary>
    /// <param name="folder">Folder of a sweep.</param>
    public static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, RecordName));

    /// <summary>Searches, or goes on.</summary>
    /// <param name="request">What is searched; equal to the stored one where the folder holds a sweep.</param>
    /// <param name="progress">Told after each candidate: how many are done, of how many, and the last one.</param>
    /// <param name="token">Stops between candidates and inside them.</param>
    /// <returns>The record, which is also sweep.json.</returns>
    /// <exception cref="ConfigurationException">The folder holds another sweep, the base run is not usable, or a setting is not
    /// acceptable.</exception>
    public SweepRecord Run(SweepRequest request, Action<int, int, SweepCandidate> progress, CancellationToken token)
    {
        request = request with { BaseRun = Path.GetFullPath(request.BaseRun) };
        BaseRun stored = BaseRun.Open(Files?.Existing(request.BaseRun) ?? request.BaseRun, log);
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(stored.Configuration), request.BaseRun, request.Overrides);
        configuration = configuration with
        {
            Retrain = configuration.Retrain with { Methods = request.Methods },
            Confirm = new ConfirmSettings { Tasks = 0 },
        };
        ApplicableMethods applicable = ApplicableMethods.Of(
            configuration, MethodTable.Standard, LearnerFactory.Family(configuration));
        if (applicable.Remark is { } remark)
        {
            log.LogWarning("{Remark}", remark);
        }

        configuration = applicable.Configuration;
        Processes.FirstThenOthers(() => Claim(request));
        string shared = Path.Combine(_output, SharedName);
        (StoredExplanation explanation, double[] before, string score) = Shared(shared, stored, configuration, request, token);
        if (explanation.Poor.Length == 0)
        {
            throw new ConfigurationException("Nothing is poorly adapted, so there is nothing to tune: see poor.below.");
        }

        if (explanation.LacksSignal())
        {
            throw new ConfigurationException(StoredExplanation.NoSignal);
        }

        (MethodName Method, MethodTuning Tuning)[] grid =
            [.. Grid(request).Where(candidate => configuration.Retrain.Methods.Contains(candidate.Method))];
        var candidates = new List<SweepCandidate>();
        foreach ((MethodName method, MethodTuning tuning) in grid)
        {
            Processes.ThrowIfStopped(token);
            var trial = new Trial(method, tuning, before, request);
            if (Candidate(shared, stored, Tuned(configuration, method, tuning), trial, token) is { } candidate)
            {
                candidates.Add(candidate);
                progress(candidates.Count, grid.Length, candidate);
            }
        }

        var record = new SweepRecord { Request = request, Score = score, Base = before.Average(), Candidates = candidates };
        RunJson.Write(Path.Combine(_output, RecordName), record);
        return record;
    }

    private static IEnumerable<(MethodName Method, MethodTuning Tuning)> Grid(SweepRequest request) =>
        from method in request.Methods
        from step in request.StepScales
        from strength in MethodTable.Standard[method].Strength is null ? [1.0] : request.Strengths
        select (method, new MethodTuning { StepScale = step, Strength = strength });

    private static ImproveConfiguration Tuned(ImproveConfiguration configuration, MethodName method, MethodTuning tuning)
    {
        RetrainSettings retrain = configuration.Retrain;
        return configuration with { Retrain = retrain with { Methods = [method], Tuning = retrain.Tuning.With(method, tuning) } };
    }

    /// <summary>Makes the folder, or finds the same sweep in it; only rank 0 has one that the user knows.</summary>
    private bool Claim(SweepRequest request)
    {
        if (Processes.Rank > 0)
        {
            RunFiles.CreateFolder(_output);
            return true;
        }

        string path = Path.Combine(_output, RequestName);
        if (File.Exists(path))
        {
            if (!RunJson.Read<SweepRequest>(path).Asks(request))
            {
                throw new ConfigurationException(
                    $"{output} holds a sweep that searches something else ({RequestName}); choose another folder, or ask for the same.");
            }

            DeleteLeftovers();
            return true;
        }

        if (!RunFiles.IsEmpty(_output))
        {
            throw new IOException($"{output} exists and holds no sweep; choose another folder.");
        }

        RunFiles.CreateFolder(_output);
        RunJson.Write(path, request);
        return true;
    }

    /// <summary>Deletes what a killed process left half written.</summary>
    private void DeleteLeftovers()
    {
        RunFiles.DeleteLeftovers(_output);
        string candidates = Path.Combine(_output, CandidatesName);
        foreach (string run in RunFiles.ListFolders(candidates).Append(Path.Combine(_output, SharedName)))
        {
            RunFiles.DeleteLeftovers(run);
            RunFiles.DeleteLeftovers(Path.Combine(run, "checkpoints"));
        }
    }

    private RunDirectory Open(string path, BaseRun stored, ImproveConfiguration configuration)
    {
        string wanted = ConfigurationWriter.Write(configuration);
        if (RunDirectory.IsRun(path))
        {
            RunDirectory found = RunDirectory.OpenPart(path);
            RunState state = RunCheck.Require(found, log, found.ConfigurationPath, found.TasksPath);
            return state.Seed == stored.State.Seed && found.ReadConfiguration() == wanted
                ? found
                : throw new InvalidDataException(
                    $"{path} holds a run of seed {state.Seed} with another configuration than this sweep's, whose seed is "
                        + $"{stored.State.Seed}: "
                    + "move it aside, then go on.");
        }

        return RunDirectory.CreatePart(
            path, force: true, stored.State with { Action = "sweep", Stage = string.Empty, Message = string.Empty }, prepare: run =>
        {
            RunFiles.WriteText(run.ConfigurationPath, wanted);
            stored.CopyTo(run, configuration);
        });
    }

    private RunParts Parts(RunDirectory run, BaseRun stored, ImproveConfiguration configuration)
    {
        var request = new ExperimentRequest
        {
            Experiment = stored.State.Experiment,
            Action = ExperimentAction.Improve,
            Seed = stored.State.Seed,
            OutputDirectory = run.FullPath,
            Threads = threads,
            Processes = Processes,
        };
        return new RunParts(configuration, request, run, MethodTable.Standard, log);
    }

    /// <summary>Training, explanation and mixing laws, which candidates share, and for a candidate its retraining.</summary>
    private static ImprovementFindings Find(RunParts parts, bool retrains, CancellationToken token)
    {
        var scale = new RunScale(parts.Configuration, parts.Methods, parts.Family.Spec.Horizon);
        var stages = new StageList(
        [
            new TrainingStage(scale),
            new ExplanationStage(scale),
            .. MixingStage.Of(scale),
            .. retrains ? RetrainingStage.Of(scale) : [],
        ]);
        return stages.Run(parts, s_silent, token);
    }

    private (StoredExplanation Explanation, double[] Before, string Score) Shared(
        string path, BaseRun stored, ImproveConfiguration configuration, SweepRequest request, CancellationToken token)
    {
        RunDirectory run = Open(path, stored, configuration);
        using IDisposable claim = run.Lock();
        using RunParts parts = Parts(run, stored, configuration);
        ImprovementFindings found = Find(parts, retrains: false, token);
        double[] scores = Validate(parts, found.Base, request, token);
        run.Finish(RunPhase.Done, string.Empty);
        return (found.Explanation!, scores, parts.Family.Spec.ScoreName);
    }

    private SweepCandidate? Candidate(
        string shared, BaseRun stored, ImproveConfiguration configuration, Trial trial, CancellationToken token)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"{MethodTable.Standard[trial.Method].Series}-step{trial.Tuning.StepScale}-strength{trial.Tuning.Strength}");
        string path = Path.Combine(_output, CandidatesName, name);
        string result = Path.Combine(path, ResultName);
        RunDirectory run = Open(path, stored, configuration);
        if (run.Manifest.IsWhole(result))
        {
            return RunJson.Read<SweepCandidate>(result);
        }

        if (File.Exists(result))
        {
            log.LogWarning("{File} is not what the candidate stored: it is scored again.", result);
        }

        using IDisposable claim = run.Lock();
        TakeOver(RunDirectory.Open(shared), run);
        using RunParts parts = Parts(run, stored, configuration);
        ImprovementFindings found = Find(parts, retrains: true, token);
        if (found.Policies is not [_, MetaPolicy retrained])
        {
            return null;
        }

        double[] scores = Validate(parts, retrained.Parameters, trial.Request, token);
        var intervals = new ScoreIntervals(
            RandomKey.FromSeed(stored.State.Seed).Derive(RandomPurpose.Bootstrap), ScoreRange.Of(parts.Family.Spec.HasSuccess));
        var candidate = new SweepCandidate
        {
            Method = trial.Method,
            StepScale = trial.Tuning.StepScale,
            Strength = trial.Tuning.Strength,
            Scores = scores,
            Mean = intervals.Of(scores, ScoreStatistic.Mean),
            ToBase = PairedDifference.Of(intervals.Difference(scores, trial.Before), PairedTTest.Test(scores, trial.Before)),
            Standstill = Standstill(run, name, trial.Method),
            Interactions = found.Totals[^1].Interactions,
        };
        run.Store(result, candidate);
        run.Finish(RunPhase.Done, string.Empty);
        return candidate;
    }

    /// <summary>Warns where a candidate's retraining stood still; the sentences where it learned nothing in half of its
    /// iterations.</summary>
    private string? Standstill(RunDirectory run, string name, MethodName method)
    {
        string series = MethodTable.Standard[method].Training.MetricsSeries;
        if (TrainingStandstill.Of(run.ReadMetrics(series), $"the candidate {name}") is not { } found)
        {
            return null;
        }

        log.LogWarning("{Standstill}", found.Describe());
        return found.IsDead ? found.Describe() : null;
    }

    /// <summary>Puts what was found once into a candidate: the explanation, the mixing laws and what they cost.</summary>
    private static void TakeOver(RunDirectory shared, RunDirectory run)
    {
        foreach (string file in RunFiles.List(shared.FullPath, "mixing-*.json").Append(shared.ExplanationPath))
        {
            shared.Manifest.Require(file);
            using FileStream source = RunFiles.OpenRead(file);
            run.Store(run.File(Path.GetFileName(file)), source.CopyTo);
        }

        var book = new StageBook(run);
        foreach (StageBook.Entry stage in new StageBook(shared).Entries)
        {
            book.Add(stage);
        }
    }

    private static double[] Validate(RunParts parts, Real[] theta, SweepRequest request, CancellationToken token)
    {
        EvaluationOptions options = parts.Scoring with { Repeats = request.Repeats };
        RandomKey own = parts.Keys.Sweep.Derive(RandomPurpose.TaskSampling);
        MdpTask[] tasks = [.. Enumerable.Range(0, request.Tasks).Select(i => parts.Family.SampleTask(own, i))];
        double[] scores = [.. parts.Evaluator.Evaluate(theta, tasks, options, parts.Keys.Sweep, token).Select(parts.Score)];
        NumericalFailure.Check(scores, index => $"The score of task {index} of the sweep");
        return scores;
    }

    /// <summary>A method and tuning to score, beside the base policy's scores on the same tasks.</summary>
    private readonly record struct Trial(MethodName Method, MethodTuning Tuning, double[] Before, SweepRequest Request);
}
