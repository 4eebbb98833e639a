// The least that a program does: what starting .NET costs by itself. StartupBenchmark compares with it.
Console.WriteLine("x");
