using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Invented but plausible data of a drone run. The same size gives the same data.</summary>
internal static class ReportSample
{
    private const int PoorCount = 5;

    /// <summary>A complete run.</summary>
    public static ReportData Create(ReportSampleSize? size = null)
    {
        size ??= new ReportSampleSize();
        SampleNoise noise = new(2024);
        List<ReportTask> tasks = CreateTasks(size, noise);
        List<ReportTask> test = [.. tasks.Where(static task => task.Set == ReportTaskSet.Test)];
        SampleResults results = SampleResults.Create(test, noise);
        return new ReportData
        {
            Identity = CreateIdentity(),
            Score = new ReportScore { Name = "success rate", IsShare = true, DegradedBy = 0.1 },
            Protocol =
            [
                new("Evaluated actions", "mean"),
                new("Adaptation", "1 inner step on 100 trajectories, step size 0.1"),
                new("Gradient order", "second order"),
                new("Test episodes", "60 per task, common random numbers"),
                new("Poor tasks", "worst 20 % under the base policy, selected on 60 other episodes per task"),
                new("Intervals", "95 %, stratified bootstrap, 2,000 replicates, seed 7"),
                new("Checkpoint", "the last one, always"),
            ],
            Scene = SampleRoom.Scene,
            Tasks = tasks,
            Stages = SampleCurves.Stages,
            Profile = new ReportProfile
            {
                Phases =
                [
                    new("environment", 41.2), new("policy inference", 66.8), new("gradients", 118.4), new("reduction", 6.1),
                    new("input/output", 1.3),
                ],
                StepsPerSecond = 498_000,
                CoresUsed = 1.93,
            },
            Curves = SampleCurves.Learning(size.CurvePoints, noise),
            Adaptation = SampleCurves.Adaptation(),
            Explanation = new ReportExplanation
            {
                Method = "Identity",
                ReplicateCorrelation = 0.71,
                SolverStatus = "No linear system was solved: the identity stands in for the inverse curvature.",
                UniformWeight = 1,
            },
            Augmentation = SampleCurves.Augmentation(noise),
            Methods = results.Methods,
            ControlName = SampleResults.ControlName,
            PerTask = results.PerTask,
            Episodes = CreateEpisodes(test, noise),
        };
    }

    /// <summary>A run that was cancelled during the explanation.</summary>
    public static ReportData CreatePartial()
    {
        ReportData whole = Create();
        return whole with
        {
            Identity = whole.Identity with
            {
                Decision = new ReportDecision
                {
                    Outcome = ReportOutcome.Unfinished,
                    Sentence = "This run has not ended; the page shows what is done.",
                    IsQuick = true,
                },
                Verdict = null,
                Statuses = [new(ReportStatusLevel.Warning, "The run was cancelled during the explanation.")],
            },
            Tasks = [.. whole.Tasks.Select(static task => task with { Influence = null, IsCritical = false, IsPoor = false })],
            Stages = [whole.Stages[0]],
            Curves = [.. whole.Curves.Where(static curve => curve.Stage == SampleCurves.MetaTraining)],
            Profile = null,
            Adaptation = [],
            Explanation = null,
            Augmentation = null,
            Methods = [],
            ControlName = null,
            PerTask = [],
            Episodes = [],
        };
    }

    private static ReportIdentity CreateIdentity() => new()
    {
        Title = "Drone navigation: repairing the tasks that fail",
        Decision = new ReportDecision
        {
            Outcome = ReportOutcome.Repaired,
            Sentence = "Use the repaired policy: success rate 86 % instead of 71 % on 40 test tasks; 100 fresh tasks confirm the gain.",
            File = "repaired.safetensors",
        },
        Verdict =
            "The repair lifts the poor fifth of the test tasks and, on all test tasks, beats continued training of equal budget by a "
                + "margin whose interval excludes zero; one base seed.",
        Experiment = "drone-repair",
        EnvironmentId = "Drone-v1",
        Seed = 3,
        CommandLine = "xmrl improve experiments/drone.yaml --seed 3 --threads 2",
        CreatedAt = new DateTimeOffset(2025, 3, 14, 9, 26, 53, TimeSpan.Zero),
        DurationSeconds = 437,
        Versions =
        [
            new("xmrl", "0.1.0"), new("commit", "0123abcd"), new(".NET", "10.0.1"), new("system", "Linux x64"),
            new("processor", "2 cores, AVX-512"), new("precision", "float"),
        ],
        ConfigurationYaml = """
            environment: Drone-v1
            policy: { hidden: [64, 64], activation: tanh }
            metaTraining:
              learner: maml
              iterations: 200
              innerStepSize: 0.1        # source: tuned by us
              adaptationTrajectories: 100
            explanation: { method: Identity, batches: 10, criticalShare: 0.1 }
            augmentation: { law: LogitNormal, estimator: SmallSeparation, iterations: 25 }
            """,
        Statuses =
        [
            new(ReportStatusLevel.Warning, "1.8 % of the mixed states lay inside an obstacle or goal; they were masked."),
            new(ReportStatusLevel.Info, "All outer steps were accepted by the line search."),
        ],
    };

    private static List<ReportTask> CreateTasks(ReportSampleSize size, SampleNoise noise)
    {
        List<ReportTask> tasks = [];
        Add("train", ReportTaskSet.Training, size.TrainingTasks);
        Add("valid", ReportTaskSet.Validation, size.ValidationTasks);
        Add("test", ReportTaskSet.Test, size.TestTasks);
        MarkPoor(tasks, ReportTaskSet.Validation, PoorCount);
        MarkPoor(tasks, ReportTaskSet.Test, size.TestTasks / 5);
        Weigh(tasks, noise);
        return tasks;

        void Add(string prefix, ReportTaskSet set, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Dictionary<string, double> parameters = SampleRoom.Draw(noise);
                tasks.Add(new ReportTask
                {
                    Id = $"{prefix}-{i:000}",
                    Set = set,
                    Parameters = parameters,
                    Marks = SampleRoom.Marks(parameters),
                });
            }
        }
    }

    private static void MarkPoor(List<ReportTask> tasks, ReportTaskSet set, int count)
    {
        HashSet<string> poor =
        [
            .. tasks.Where(task => task.Set == set)
            .OrderByDescending(static task => Difficulty(task))
            .Take(count)
            .Select(static task => task.Id),
        ];
        for (int i = 0; i < tasks.Count; i++)
        {
            tasks[i] = tasks[i] with { IsPoor = tasks[i].IsPoor || poor.Contains(tasks[i].Id) };
        }
    }

    /// <summary>Blocked tasks are harder, and more so with goals far to the left.</summary>
    internal static double Difficulty(ReportTask task) => SampleRoom.Blocked(task.Parameters) - (0.05 * task.Parameters["goalX"]);

    private static void Weigh(List<ReportTask> tasks, SampleNoise noise)
    {
        var ranked = tasks.Where(static task => task.Set == ReportTaskSet.Training)
            .Select(task => (task.Id, Weight: 0.95 + (0.35 * Difficulty(task)) + (0.07 * noise.Normal())))
            .OrderByDescending(static pair => pair.Weight).ToList();
        for (int rank = 1; rank <= ranked.Count; rank++)
        {
            (string id, double weight) = ranked[rank - 1];
            double half = noise.Between(0.05, 0.13);
            int at = tasks.FindIndex(task => task.Id == id);
            tasks[at] = tasks[at] with
            {
                IsCritical = rank <= Math.Max(1, ranked.Count / 10),
                Influence = new ReportInfluence { Weight = weight, Low = weight - half, High = weight + half, Rank = rank },
            };
        }
    }

    private static List<ReportEpisode> CreateEpisodes(List<ReportTask> test, SampleNoise noise)
    {
        List<ReportEpisode> episodes = [];
        foreach (ReportTask task in test.Where(static task => task.IsPoor).Take(4).Concat(test.Where(static task => !task.IsPoor).Take(2)))
        {
            foreach (ReportPhase phase in Enum.GetValues<ReportPhase>())
            {
                for (int episode = 0; episode < 8; episode++)
                {
                    episodes.Add(SampleRoom.Episode(task, phase, noise));
                    episodes.Add(SampleRoom.Episode(task, phase, noise) with { IsAdapted = false });
                }
            }
        }

        return episodes;
    }
}
