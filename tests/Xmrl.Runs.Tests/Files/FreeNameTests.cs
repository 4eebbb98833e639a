using Xmrl.Fixtures;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Tests.Files;

public sealed class FreeNameTests
{
    [Fact]
    public void First_SomeAreTaken_IsTheNextThatNobodyHas()
    {
        using var folder = new TemporaryFolder();
        string Name(int number) => Path.Combine(folder.FullPath, $"name-{number}");
        File.WriteAllText(Name(1), string.Empty);
        Directory.CreateDirectory(Name(2));
        File.WriteAllText(Name(4), string.Empty);

        FreeName.First(Name).ShouldBe(Name(3));
        FreeName.First(Name, from: 4).ShouldBe(Name(5));
    }

    [Fact]
    public void First_TakingFails_TriesTheNext()
    {
        var tried = new List<string>();

        string found = FreeName.First(
            number => $"{number}",
            path =>
            {
                tried.Add(path);
                return path == "3";
            });

        found.ShouldBe("3");
        tried.ShouldBe(["1", "2", "3"]);
    }
}
