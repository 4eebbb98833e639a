using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Import.Running;
using Xmrl.Import.Tests.Arrays;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Exporting;
using Xmrl.Training.Hosting;

namespace Xmrl.Import.Tests.Running;

public sealed class ImportRunnerTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Theory]
    [InlineData(TrainedRun.Safetensors)]
    [InlineData(TrainedRun.Onnx)]
    public void Run_ExportedPolicy_ScoresAsTheRunItCameFrom(string file)
    {
        string folder = $"again-{file}";
        ExperimentOutcome outcome = Import(folder, Request(file));

        outcome.Succeeded.ShouldBeTrue();
        outcome.Notes[0].ShouldBe($"Imported {file} ({(file == TrainedRun.Onnx ? "ONNX" : "Xmrl")}).");
        RunEvaluation expected = trained.Evaluate("navigation2d");
        RunEvaluation found = trained.Evaluate(folder);
        for (int task = 0; task < expected.Tasks.Count; task++)
        {
            for (int step = 0; step < expected.Curve.Count; step++)
            {
                (found.Tasks[task].Sampled[step] - expected.Tasks[task].Sampled[step]).ShouldBeInRange(-Tolerance(file), Tolerance(file));
                expected.Tasks[task].Sampled[step].ShouldBeLessThan(0);
            }
        }

        trained.Directory(folder).ReadState().Phase.ShouldBe(RunPhase.Done);
        RunCheck.Differences(trained.Directory(folder)).ShouldBeEmpty();
    }

    [Fact]
    public void Run_ImportedPolicy_CanBeExplainedImprovedAndExported()
    {
        Import("whole", Request(TrainedRun.Safetensors));
        string folder = trained.Folder("whole");
        using var pool = new WorkPool(1);

        RunExplanation explanation = RunExplainer.Explain(folder, [], pool, NullLogger.Instance, CancellationToken.None);
        explanation.Training.Count.ShouldBe(6);

        ExperimentOutcome improved = trained.Run(
            "navigation2d", "improved", ExperimentRegistry.BuiltIn.Find("navigation2d"), [], folder, ExperimentAction.Improve);
        improved.Rows.Select(row => row.Method).ShouldContain("Continued");

        IExportedPolicy exported = RunExporter.Load(
            new ImprovedRun(trained.Directory("whole")), new ExportRequest(), NullLogger.Instance);
        string copy = trained.Folder("copy.safetensors");
        exported.Write(copy, ExportFormat.Safetensors);
        SafetensorsFile origin = SafetensorsFile.Read(trained.Folder(TrainedRun.Safetensors));
        SafetensorsFile again = SafetensorsFile.Read(copy);
        again.Tensors.Keys.ShouldBe(origin.Tensors.Keys);
        foreach ((string name, StoredTensor tensor) in origin.Tensors)
        {
            again[name].Bytes.SequenceEqual(tensor.Bytes).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Run_NamesOfAnotherLibrary_GiveTheSamePolicy()
    {
        // pytorch-maml-rl has no normalisation: the first layer takes up that of the environment.
        SafetensorsFile own = SafetensorsFile.Read(trained.Folder(TrainedRun.Drone));
        SafetensorsFile foreign = Renamed(own);
        ImportRequest request = Request(foreign) with { Pairs = Pairs(own) };

        ExperimentOutcome outcome = Import("foreign", request);

        outcome.Notes[1].ShouldStartWith("3 pairs of pairs.npz: the largest difference of actions is ");
        trained.Directory("foreign").ReadState().Experiment.ShouldBe("drone");
    }

    [Fact]
    public void Run_WrongActivation_IsCaughtByTheCheckAndLeavesNoRun()
    {
        SafetensorsFile own = SafetensorsFile.Read(trained.Folder(TrainedRun.Drone));
        ImportRequest request = Request(Renamed(own)) with { Pairs = Pairs(own) };
        request = request with
        {
            Settings = request.Settings with { Weights = request.Settings.Weights with { Activation = Activation.Relu } },
        };

        string message = Should.Throw<InvalidDataException>(() => Import("wrong", request)).Message;

        message.ShouldStartWith("3 pairs of pairs.npz: the largest difference of actions is ");
        message.ShouldContain("(tolerance 0.0001)");
        message.ShouldEndWith("Nothing was imported: non-linearity, normalisation, order of layers or the policy itself differ.");
        Directory.Exists(trained.Folder("wrong")).ShouldBeFalse();
    }

    [Fact]
    public void Run_ActivationThatNobodySays_IsAskedFor()
    {
        SafetensorsFile own = SafetensorsFile.Read(trained.Folder(TrainedRun.Drone));
        ImportRequest request = Request(Renamed(own));
        request = request with { Settings = request.Settings with { Weights = new WeightSettings() } };
        Should.Throw<ConfigurationException>(() => Import("silent", request)).Message.ShouldBe(
            "foreign.safetensors does not say the non-linearity of its hidden layers: set weights.activation in policy.yaml to tanh or "
                + "relu.");
    }

    [Fact]
    public void Run_ActivationAgainstTheFile_IsRefused()
    {
        ImportRequest request = Request(TrainedRun.Onnx);
        request = request with { Settings = request.Settings with { Weights = new WeightSettings { Activation = Activation.Relu } } };
        Should.Throw<ConfigurationException>(() => Import("against", request)).Message
            .ShouldStartWith("policy.yaml says weights.activation: relu; ");
    }

    [Fact]
    public void Run_AnotherEnvironment_NamesBothSizes()
    {
        ImportRequest request = Request(TrainedRun.Safetensors);
        request = request with { Settings = new ImportSettings { Experiment = "doors" } };
        Should.Throw<InvalidDataException>(() => new ExperimentHost().Run(
            new ImportRunner(request, ExperimentRegistry.BuiltIn), Asked("doors"), new Progress<StageProgress>(), NullLogger.Instance,
            CancellationToken.None)).Message.ShouldEndWith(
            "maps 2 numbers to 2; Doors-v1 has observations of 11 numbers and actions of 11 choices.");
    }

    [Fact]
    public void Run_UnknownExperimentOrLearner_NamesTheNearest()
    {
        ImportRequest request = Request(TrainedRun.Safetensors);
        Should.Throw<ConfigurationException>(() => new ImportRunner(
            request with { Settings = new ImportSettings { Experiment = "drones" } }, ExperimentRegistry.BuiltIn))
            .Message.ShouldStartWith("There is no experiment drones. Did you mean drone?");
        Should.Throw<ConfigurationException>(() => Import(
            "nolearner", request with { Settings = request.Settings with { Learner = "mamal" } }))
            .Message.ShouldStartWith("There is no algorithm mamal. Did you mean maml?");
    }

    [Fact]
    public void Run_PolicyWithMemory_IsRefused()
    {
        ImportRequest request = Request(TrainedRun.Safetensors);
        Should.Throw<ConfigurationException>(() => Import(
            "memory", request with { Settings = request.Settings with { Learner = "rl2", Settings = [] } }))
            .Message.ShouldBe("The parameters of RL² have no place for a perceptron: name another learner in policy.yaml.");
    }

    private static double Tolerance(string file) => file == TrainedRun.Onnx && sizeof(Real) == sizeof(double) ? 1e-3 : 0;

    private static SafetensorsFile Renamed(SafetensorsFile own)
    {
        var foreign = new SafetensorsFile();
        double[] scale = own["observation.scale"].ToDoubles();
        double[] centre = own["observation.centre"].ToDoubles();
        double[] weight = own["layers.0.weight"].ToDoubles();
        double[] bias = own["layers.0.bias"].ToDoubles();
        for (int i = 0; i < bias.Length; i++)
        {
            for (int j = 0; j < scale.Length; j++)
            {
                weight[(i * scale.Length) + j] *= scale[j];
                bias[i] -= weight[(i * scale.Length) + j] * centre[j];
            }
        }

        foreign.Tensors["layer1.weight"] = StoredTensor.Of<double>(weight, bias.Length, scale.Length);
        foreign.Tensors["layer1.bias"] = StoredTensor.Of<double>(bias);
        foreign.Tensors["layer2.weight"] = own["layers.1.weight"];
        foreign.Tensors["layer2.bias"] = own["layers.1.bias"];
        foreign.Tensors["mu.weight"] = own["mean.weight"];
        foreign.Tensors["mu.bias"] = own["mean.bias"];
        foreign.Tensors["sigma"] = own["log_std"];
        return foreign;
    }

    /// <summary>Three observations with what the formula of the perceptron makes of them, in plain loops.</summary>
    private static UserFile Pairs(SafetensorsFile own)
    {
        double[][] observations = [[7.2, 0.5], [1, 11], [4, 6]];
        double[] actions = [.. observations.SelectMany(observation =>
        {
            double[] x = [.. observation.Zip(own["observation.centre"].ToDoubles(), (o, c) => o - c)
                .Zip(own["observation.scale"].ToDoubles(), (d, s) => d * s)];
            double[] hidden = [.. Layer(own, "layers.0", x).Select(Math.Tanh)];
            return Layer(own, "mean", [.. Layer(own, "layers.1", hidden).Select(Math.Tanh)]);
        })];
        return NumpyFiles.Npz(
            "pairs.npz", ("observations", NumpyFiles.Doubles("3, 2", [.. observations.SelectMany(row => row)])),
            ("actions", NumpyFiles.Doubles("3, 2", actions)));
    }

    private static double[] Layer(SafetensorsFile own, string name, double[] x)
    {
        double[] weight = own[$"{name}.weight"].ToDoubles();
        return [.. own[$"{name}.bias"].ToDoubles().Select((b, i) => b + x.Select((value, j) => weight[(i * x.Length) + j] * value).Sum())];
    }

    private ImportRequest Request(string file)
        => new(trained.File(file), Settings("navigation2d", "Navigation2D-v1", new WeightSettings()));

    private static ImportRequest Request(SafetensorsFile foreign)
    {
        using var stream = new MemoryStream();
        foreign.Write(stream);
        return new ImportRequest(
            new UserFile("foreign.safetensors", stream.ToArray()),
            Settings("drone", "Drone-v1", new WeightSettings { Activation = Activation.Tanh }));
    }

    private static ImportSettings Settings(string experiment, string environment, WeightSettings weights) => new()
    {
        Experiment = experiment,
        Environment = environment,
        Learner = "maml",
        Settings =
        [
            "policy.contextSize=0",
            .. TrainedRun.Small.Where(static setting => !setting.StartsWith("policy.", StringComparison.Ordinal)),
        ],
        Weights = weights,
    };

    private ExperimentOutcome Import(string folder, ImportRequest request)
        => trained.Run(request.Settings.Experiment, folder, new ImportRunner(request, ExperimentRegistry.BuiltIn), []);

    private ExperimentRequest Asked(string experiment) => new()
    {
        Experiment = experiment,
        Action = ExperimentAction.Train,
        Seed = 1,
        OutputDirectory = trained.Folder("doors"),
        Threads = 1,
    };
}
