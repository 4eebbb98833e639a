using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Configuration;

/// <summary>Configurations of runs of version 0.1 before each learner had keys of its own, when every file held the keys of all: they are
/// read as what they meant.</summary>
public sealed class FormerConfigurationTests
{
    /// <summary>scoring.steps, diagnose, and the tuning of methods that came later.</summary>
    private static readonly string[] s_later =
    [
        "  steps: null", "diagnose:", "  tasks: 24", "  iterations: null", "  tasksPerIteration: null", "  stepShare: 1",
        "  exhaustive: false", "  chargeDiagnosis: false", "  corruptedCount: 0", "  corruptedRegion: []",
        "    moreTraining:", "    prescribed:", "    prescribedControl:",
    ];

    public static TheoryData<string, Type> Files => new()
    {
        { "maml", typeof(Maml) },
        { "first-order-maml", typeof(FirstOrderMaml) },
        { "e-maml", typeof(EMaml) },
        { "sg-mrl", typeof(SgMrl) },
        { "promp", typeof(ProMp) },
        { "imaml", typeof(IMaml) },
        { "cavia", typeof(Cavia) },

        // Their experiments set values that these learners never used.
        { "bandit-imaml", typeof(IMaml) },
        { "halfcheetah-promp", typeof(ProMp) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileWithTheKeysOfAllLearners_KeepsTheValuesOfItsOwn(string file, Type learner)
    {
        string former = Former(file);
        string[] lines = former.Split('\n');

        ImproveConfiguration read = ConfigurationReader.Read<ImproveConfiguration>(former, file);

        read.Meta.Learner.ShouldBeOfType(learner);
        string written = ConfigurationWriter.Write(read);
        foreach (string line in written.Split('\n'))
        {
            // What was null, for the learner's own, may be written out; a key that came later is null.
            (lines.Contains(line) || lines.Contains($"{line.Split(':')[0]}: null") || s_later.Contains(line)).ShouldBeTrue(line);
        }

        written.ShouldNotBe(former);
        ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(written, "again")).ShouldBe(written);
    }

    [Theory]
    [InlineData("imaml", "count: 5", "count: 4", "meta.epochs belongs to learner maml, firstOrderMaml, proMp, cavia; meta")]
    [InlineData("maml", "strength: 10", "strength: 9", "meta.proximal belongs to learner iMaml; meta.learner is maml.")]
    [InlineData("promp", "outerStep: null", "outerStep: adam", "ProMP always takes epochs")]
    [InlineData("maml", "gradientOrder: null", "gradientOrder: firstOrder", "First order is learner: firstOrderMaml.")]
    [InlineData("maml", "contextStepSize: null", "contextStepSize: 0.5", "meta.contextStepSize belongs to learner cavia")]
    [InlineData("maml", "correctionBaseline: true", "correctionBaseline: false", "belongs to learner eMaml, sgMrl")]
    [InlineData("imaml", "innerSteps: 1", "innerSteps: 2", "meta.innerSteps belongs to learner")]
    [InlineData("sg-mrl", "innerSurrogate: null", "innerSurrogate: dice", "count the sampling term again")]
    public void Read_KeyOfAnotherLearnerThatSaysSomething_IsRefusedWithAHint(string file, string was, string becomes, string hint)
    {
        string former = Former(file);
        former.ShouldContain(was);

        string message = Should.Throw<ConfigurationException>(
            () => ConfigurationReader.Read<ImproveConfiguration>(former.Replace(was, becomes, StringComparison.Ordinal), file)).Message;

        message.ShouldContain(hint);
        message.ShouldStartWith($"{file}, line ");
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("maml", "gradientOrder: null", "gradientOrder: secondOrder")]
    [InlineData("first-order-maml", "gradientOrder: null", "gradientOrder: firstOrder")]
    [InlineData("sg-mrl", "innerSurrogate: null", "innerSurrogate: score")]
    [InlineData("promp", "outerStep: null", "outerStep: epochs")]
    public void Read_WhatTheLearnerDoesAnyway_IsAccepted(string file, string was, string becomes)
    {
        string former = Former(file);

        ImproveConfiguration read = ConfigurationReader.Read<ImproveConfiguration>(
            former.Replace(was, becomes, StringComparison.Ordinal), file);

        read.Meta.ShouldBe(ConfigurationReader.Read<ImproveConfiguration>(former, file).Meta);
    }

    /// <summary>A training is stopped whose stored configuration has the keys of all learners, and goes on.</summary>
    [Theory]
    [InlineData("maml")]
    [InlineData("e-maml")]
    [InlineData("promp")]
    [InlineData("imaml")]
    public void Resume_StoredConfigurationWithTheKeysOfAllLearners_EndsAsIfNeverStopped(string learner)
    {
        string[] more = [.. LearnerArgument.Overrides(learner, hasFile: false)];
        using var present = new TinyRun();
        using var whole = new TinyRun();
        using var stopped = new TinyRun();
        var former = new FormerRunner(DroneExperiment.Create(), learner);
        present.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, Threads = 1 });
        whole.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, Threads = 1, Runner = former });
        Should.Throw<OperationCanceledException>(
            () => stopped.Run(new TinyOptions { Action = ExperimentAction.Train, More = more, CancelAfter = 1, Runner = former }));
        string stored = File.ReadAllText(stopped.Directory.ConfigurationPath);

        stopped.Run(new TinyOptions { Action = ExperimentAction.Train, Resume = true });

        File.ReadAllText(stopped.Directory.ConfigurationPath).ShouldBe(stored);
        stopped.Fingerprint().ShouldBe(whole.Fingerprint());
        stopped.Fingerprint()["evaluation.json"].ShouldBe(present.Fingerprint()["evaluation.json"]);
        stopped.Fingerprint()["config.yaml"].ShouldNotBe(present.Fingerprint()["config.yaml"]);
    }

    private static string Former(string file)
        => File.ReadAllText(Path.Combine(
            Repository.Root, "tests", "Xmrl.Training.Tests", "Configuration", "Former", $"{file}.yaml"));

    /// <summary>The lines of the meta-training that a stored file has and a new one lacks, put into the new one.</summary>
    private static string WithFormerKeys(string written, string learner)
    {
        string[] own = [.. Meta(written).Select(line => line.Split(':')[0])];
        var added = new List<string>();
        bool isNested = false;
        foreach (string line in Meta(Former(learner)))
        {
            bool isDeeper = line.StartsWith("    ", StringComparison.Ordinal);
            isNested = isDeeper ? isNested : !own.Contains(line.Split(':')[0]);
            if (isNested)
            {
                added.Add(line);
            }
        }

        added.Count.ShouldBeGreaterThan(5);
        return written.Replace("meta:\n", $"meta:\n{string.Join('\n', added)}\n", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Meta(string yaml)
        => yaml.Split('\n').SkipWhile(line => line != "meta:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));

    /// <summary>Stores configurations as they once were.</summary>
    private sealed class FormerRunner(IExperimentRunner runner, string learner) : IExperimentRunner
    {
        public string Name => runner.Name;

        public string Summary => runner.Summary;

        public string ResolveConfiguration(ExperimentRequest request) => WithFormerKeys(runner.ResolveConfiguration(request), learner);

        public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log) => runner.Prepare(request, run, log);

        public ExperimentOutcome Run(
            ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
            => runner.Run(request, progress, log, token);
    }
}
