using System.Text;
using Xmrl.Fixtures;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Hostile;

public sealed class TaskFileFuzzTests : IDisposable
{
    private const int Cases = 10_000;

    private static readonly string[] s_tokens =
        [
            "{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1", "1e999", "\"NaN\"", "NaN", "\"environmentId\"", "\"index\"",
            "\"parameters\"", "\"training\"", "\"test\":[],", "\\ud800", "\\u0000", "\n", "//", "../../x",
        ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Whatever is accepted are tasks that the environment takes.</summary>
    [Fact]
    public void Read_HostileFiles_RefusesWithFileAndPlace()
    {
        IEnvironmentFamily family = LearnerFactory.Family("Navigation2D-v1");
        string path = _folder["tasks.json"];
        RunJson.Write(path, TaskSets.Draw(new TaskSettings { Training = 2, Validation = 2, Test = 2 }, family, RandomKey.FromSeed(1)));
        byte[] valid = File.ReadAllBytes(path);

        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "task files",
                Corpus =
                [
                    valid,
                    Encoding.UTF8.GetBytes(
                        """{"training":[],"validation":[],"test":[{"environmentId":"Navigation2D-v1","parameters":[0.25,-0.5]}]}"""),
                ],
                Tokens = s_tokens,
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(path, bytes);
                    TaskSets sets = TaskSets.Read(path, family.Spec);
                    foreach (MdpTask task in sets.Training.Concat(sets.Validation).Concat(sets.Test))
                    {
                        family.Spec.Validate(task);
                    }
                },
                Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.StartsWith(path + ",", StringComparison.Ordinal) ? null
                    : "a message without file and place",
            },
            Cases,
            seed: 9);

        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 4);
        Directory.EnumerateFileSystemEntries(_folder.FullPath).Count().ShouldBe(1);
    }
}
