using Xmrl.FuzzHost;

// A program of its own, because a fuzzer instruments and runs it; eng/fuzz.sh does both. ./test builds it and runs nothing of it.
//   list              prints the readers
//   seeds FOLDER      writes valid files for every reader into FOLDER/reader, and their words into FOLDER/reader.words
//   READER            a target of afl-fuzz: reads cases until the fuzzer ends it
//   READER FILE...    reads these files once, as to repeat what was found
switch (args)
{
    case ["list"]:
        Console.WriteLine(string.Join('\n', Readers.All.Select(static reader => reader.Name)));
        return 0;
    case ["seeds", string folder]:
        SeedFiles.Write(folder);
        return 0;
    case [string name, .. string[] files] when Readers.All.FirstOrDefault(reader => reader.Name == name) is { } target:
        if (files.Length == 0)
        {
            SharpFuzz.Fuzzer.Run(stream =>
            {
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                target.Read(copy.ToArray());
            });
        }

        foreach (string file in files)
        {
            target.Read(File.ReadAllBytes(file));
        }

        return 0;
    default:
        Console.Error.WriteLine("Expected list, seeds FOLDER, or a reader and perhaps files.");
        return 2;
}
