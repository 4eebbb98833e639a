using Xmrl.Environments.PointRobot;
using Xmrl.Fixtures;
using Xmrl.Meta.Context;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Trials.Context;

namespace Xmrl.Exporting.Tests;

/// <summary>The graphs of policy and encoder in ONNX Runtime against the sampler and the posterior.</summary>
public sealed class ExportedPosteriorPolicyTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private const int Steps = 200;
    private static readonly RandomKey s_key = RandomKey.FromSeed(17);

    private readonly TemporaryFolder _folder = new();
    private readonly WorkPool _pool = new(1);

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(5, false, 1.0)]
    [InlineData(3, true, 0.1)]
    [InlineData(0, false, 1.0)]
    public void WritePolicy_PriorAndPosteriorLatents_ActsAsTheSampler(int latent, bool withNext, double scale)
    {
        using PosteriorLearner learner = Learner(latent, withNext, scale);
        Real[] theta = Theta(learner);
        using var session = new OnnxSession(Bytes(Export(learner, theta).WritePolicy));
        PosteriorWorker worker = learner.Worker(0);
        MdpTask task = learner.Family.SampleTask(s_key, 0);
        int step = 0;
        for (int trajectory = 0; step < Steps; trajectory++)
        {
            RandomKey drawn = s_key.Derive(trajectory);
            Real[] z = trajectory == 0 ? worker.Prior(drawn) : worker.Posterior(theta, 0, drawn);
            bool isMean = trajectory % 2 == 0;
            worker.Sampler.Sample(task, theta, z, (isMean, drawn), CancellationToken.None);
            Episode episode = worker.Sampler.Episode;
            var noise = new Real[learner.Family.Spec.Horizon * learner.Family.Spec.ActionSize];
            drawn.Derive(RandomPurpose.Action).FillNormal(0, noise);
            for (int t = 0; t < episode.Steps; t++, step++)
            {
                var given = new Dictionary<string, double[]> { ["observation"] = Doubles(episode.Observation(t)) };
                if (latent > 0)
                {
                    given["latent"] = Doubles(z);
                }

                Dictionary<string, OnnxSession.Output> found = session.Run(given, 1);
                for (int a = 0; a < episode.Action(t).Length; a++)
                {
                    double before = found["mean_before_squashing"].Values[a];
                    double random = Math.Tanh(
                        before + (Math.Exp(found["log_std"].Values[a]) * noise[(t * episode.Action(t).Length) + a]));
                    (isMean ? found["mean"].Values[a] / scale : random).ShouldBe(episode.Action(t)[a], Tolerance);
                    found["mean"].Values[a].ShouldBe(scale * Math.Tanh(before), Tolerance);
                }
            }

            worker.Rows.Add(episode);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(64, true)]
    [InlineData(400, false)]
    public void WriteEncoder_Transitions_GiveThePosteriorAtOnceAndFromSums(int count, bool withNext)
    {
        using PosteriorLearner learner = Learner(5, withNext, 1);
        Real[] theta = Theta(learner);
        using var session = new OnnxSession(Bytes(Export(learner, theta).WriteEncoder));
        PosteriorWorker worker = learner.Worker(0);
        MdpTask task = learner.Family.SampleTask(s_key, 0);
        var rows = new List<double>();
        for (int n = 0, trajectory = 0; n < count; trajectory++)
        {
            RandomKey drawn = s_key.Derive(trajectory);
            worker.Sampler.Sample(task, theta, worker.Prior(drawn), (false, drawn), CancellationToken.None);
            Episode episode = worker.Sampler.Episode;
            episode.Steps = Math.Min(episode.Steps, count - n);
            worker.Rows.Add(episode);
            for (int t = 0; t < episode.Steps; t++, n++)
            {
                rows.AddRange([.. Doubles(episode.Observation(t)), .. Doubles(episode.Action(t)), episode.Rewards[t]]);
                rows.AddRange(withNext ? Doubles(episode.Observation(t + 1)) : []);
            }
        }

        worker.Posterior(theta, 0, s_key);
        Dictionary<string, OnnxSession.Output> found = session.Run(
            new Dictionary<string, double[]> { ["transitions"] = [.. rows] }, count);

        found["precision"].Shape.ShouldBe([count, 5]);
        found["posterior_mean"].Shape.ShouldBe([1, 5]);
        for (int i = 0; i < 5; i++)
        {
            double precision = Enumerable.Range(0, count).Sum(n => found["precision"].Values[(n * 5) + i]);
            double weighted = Enumerable.Range(0, count).Sum(n => found["weighted_mean"].Values[(n * 5) + i]);
            double mean = worker.Encoder!.Mean[i, 0];
            double deviation = Math.Sqrt(worker.Encoder.Variance[i, 0]);
            (weighted / precision).ShouldBe(mean, Tolerance * Math.Max(1, Math.Abs(mean)));
            (1 / Math.Sqrt(precision)).ShouldBe(deviation, Tolerance);
            found["posterior_mean"].Values[i].ShouldBe(mean, Tolerance * Math.Max(1, Math.Abs(mean)));
            found["posterior_std"].Values[i].ShouldBe(deviation, Tolerance);
        }
    }

    [Fact]
    public void Write_Latent_MakesTwoFilesAndSafetensorsOne()
    {
        using PosteriorLearner learner = Learner(5, false, 1);
        Real[] theta = Theta(learner);
        ExportedPosteriorPolicy exported = Export(learner, theta);

        exported.Files(_folder["p.onnx"], ExportFormat.Onnx).ShouldBe([_folder["p.onnx"], _folder["p.encoder.onnx"]]);
        exported.Write(_folder["p.onnx"], ExportFormat.Onnx);
        exported.Write(_folder["p.safetensors"], ExportFormat.Safetensors);

        Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName)
            .ShouldBe(["p.onnx", "p.encoder.onnx", "p.safetensors"], ignoreOrder: true);
        SafetensorsFile file = SafetensorsFile.Read(_folder["p.safetensors"]);
        foreach (TensorSpec tensor in learner.Tensors)
        {
            file[tensor.Name].Values<Real>().ShouldBe(tensor.Of(theta).ToArray(), tensor.Name);
        }

        (file.Metadata["distribution"], file.Metadata["latent.size"]).ShouldBe(("squashedGaussian", "5"));
    }

    [Fact]
    public void Write_NoLatentOrMlAgents_HasNoEncoderOrIsRefused()
    {
        using PosteriorLearner learner = Learner(0, false, 1);
        ExportedPosteriorPolicy exported = Export(learner, Theta(learner));

        exported.Files("p.onnx", ExportFormat.Onnx).ShouldBe(["p.onnx"]);
        Should.Throw<InvalidOperationException>(() => Bytes(exported.WriteEncoder)).Message.ShouldContain("no latent");
        Should.Throw<ConfigurationException>(() => exported.Write(_folder["p.onnx"], ExportFormat.MlAgents))
            .Message.ShouldContain("without --ml-agents");
    }

    private static ExportedPosteriorPolicy Export(PosteriorLearner learner, Real[] theta)
        => TrialPolicies.Of(learner, theta, "pearl", new Dictionary<string, string>()).ShouldBeOfType<ExportedPosteriorPolicy>();

    private static Real[] Theta(PosteriorLearner learner)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(s_key, theta);
        for (int i = 0; i < theta.Length; i++)
        {
            theta[i] += (Real)(0.05 * s_key.Derive(1).Normal((ulong)i));
        }

        return theta;
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static double[] Doubles(ReadOnlySpan<Real> values) => Array.ConvertAll(values.ToArray(), static value => (double)value);

    private PosteriorLearner Learner(int latent, bool withNext, double scale) => new(
        new PointRobotFamily(),
        new PosteriorRecipe
        {
            Latent = latent,
            NextInContext = withNext,
            ActionScale = scale,
            Hidden = [32, 32],
            EncoderHidden = [24, 24],
        },
        _pool);
}
